package dev.skep.btf;

import java.util.ArrayList;
import java.util.List;

/**
 * Decodes one type ({@code struct btf_type} of {@code linux/btf.h}) at its offset.
 *
 * <pre>
 *  0           4           8           12
 *  | name_off  | info      | size|type | what the kind adds …
 *  info: bits 0–15 count (vlen), 24–28 kind, 31 kind_flag
 * </pre>
 */
final class TypeDecoder {
  static final int COMMON_LENGTH = 12;

  private final BtfBytes bytes;
  private final Btf strings;

  TypeDecoder(BtfBytes bytes, Btf strings) {
    this.bytes = bytes;
    this.strings = strings;
  }

  static int kindNumber(int info) {
    return info >>> 24 & 0x1f;
  }

  static int count(int info) {
    return info & 0xffff;
  }

  BtfType decode(BtfKind kind, int at) {
    int info = bytes.s32(at + 4);
    boolean flag = info < 0;
    int count = count(info);
    return switch (kind) {
      case VOID -> throw new MalformedBtfException(at, "kind=0 is reserved for void");
      case INT -> integer(at);
      case POINTER -> new BtfType.Pointer(typeId(at + 8));
      case ARRAY -> new BtfType.Array(typeId(at + 12), typeId(at + 16), bytes.u32(at + 20));
      case STRUCT -> new BtfType.Struct(name(at), bytes.u32(at + 8), members(at, count, flag));
      case UNION -> new BtfType.Union(name(at), bytes.u32(at + 8), members(at, count, flag));
      case ENUM -> new BtfType.Enum32(name(at), enumSize(at), flag, enumerators32(at, count, flag));
      case ENUM64 -> new BtfType.Enum64(name(at), enumSize(at), flag, enumerators64(at, count));
      case FORWARD -> new BtfType.Forward(name(at), flag);
      case TYPEDEF -> new BtfType.Typedef(name(at), typeId(at + 8));
      case VOLATILE -> new BtfType.Volatile(typeId(at + 8));
      case CONST -> new BtfType.Const(typeId(at + 8));
      case RESTRICT -> new BtfType.Restrict(typeId(at + 8));
      case FUNCTION -> new BtfType.Function(name(at), typeId(at + 8), linkage(at + 4, count));
      case FUNCTION_PROTOTYPE -> prototype(at, count);
      case VARIABLE ->
          new BtfType.Variable(
              name(at), typeId(at + 8), linkage(at + COMMON_LENGTH, bytes.s32(at + COMMON_LENGTH)));
      case DATA_SECTION ->
          new BtfType.DataSection(name(at), bytes.u32(at + 8), sectionVariables(at, count));
      case FLOAT -> new BtfType.FloatingPoint(name(at), floatSize(at));
      case DECLARATION_TAG ->
          new BtfType.DeclarationTag(name(at), typeId(at + 8), componentIndex(at), flag);
      case TYPE_TAG -> new BtfType.TypeTag(name(at), typeId(at + 8), flag);
    };
  }

  private String name(int at) {
    return strings.string(bytes.u32(at), at);
  }

  private int typeId(int at) {
    int id = bytes.s32(at);
    if (id < 0 || id >= strings.typeCount()) {
      throw new MalformedBtfException(
          at, "type id=" + Integer.toUnsignedString(id) + ", but there are " + strings.typeCount());
    }
    return id;
  }

  /**
   * Bits 0–7 are the width, 16–23 the offset, 24–27 the encoding; sizes as {@code
   * btf_int_check_meta} of the kernel takes them.
   */
  private BtfType integer(int at) {
    int data = bytes.s32(at + COMMON_LENGTH);
    int bits = data & 0xff;
    int bitOffset = data >>> 16 & 0xff;
    long size = bytes.u32(at + 8);
    if ((data & 0xf000_ff00) != 0 || bits > 128 || bitOffset + bits > size * 8) {
      throw new MalformedBtfException(
          at + COMMON_LENGTH,
          String.format("integer data=0x%08x does not fit size=%d", data, size));
    }
    if (size < 1 || size > 16 || Long.bitCount(size) != 1) {
      throw new MalformedBtfException(at + 8, "integer size=" + size + ", expected 1, 2, 4, 8, 16");
    }
    return new BtfType.Int(name(at), (int) size, encoding(at, data >>> 24), bits, bitOffset);
  }

  private static BtfType.Encoding encoding(int at, int number) {
    return switch (number) {
      case 0 -> BtfType.Encoding.UNSIGNED;
      case 1 -> BtfType.Encoding.SIGNED;
      case 2 -> BtfType.Encoding.CHAR;
      case 4 -> BtfType.Encoding.BOOL;
      default ->
          throw new MalformedBtfException(
              at + COMMON_LENGTH, "integer encoding=" + number + ", expected 0, 1, 2 or 4");
    };
  }

  /** With kind_flag the upper 8 bits of a member's offset are its width as a bit field. */
  private List<BtfType.Member> members(int at, int count, boolean kindFlag) {
    List<BtfType.Member> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int member = at + COMMON_LENGTH + 12 * i;
      long offset = bytes.u32(member + 8);
      long bitOffset = kindFlag ? offset & 0xff_ffff : offset;
      int bitfieldSize = kindFlag ? (int) (offset >>> 24) : 0;
      members.add(new BtfType.Member(name(member), typeId(member + 4), bitOffset, bitfieldSize));
    }
    return members;
  }

  /** An enumeration that is only declared has no enumerators and, as clang writes it, no size. */
  private int enumSize(int at) {
    long size = bytes.u32(at + 8);
    if (size == 0 && count(bytes.s32(at + 4L)) == 0) {
      return 0;
    }
    if (size < 1 || size > 8 || Long.bitCount(size) != 1) {
      throw new MalformedBtfException(at + 8, "enum size=" + size + ", expected 1, 2, 4 or 8");
    }
    return (int) size;
  }

  private List<BtfType.Enumerator> enumerators32(int at, int count, boolean signed) {
    List<BtfType.Enumerator> enumerators = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int element = at + COMMON_LENGTH + 8 * i;
      long value = signed ? bytes.s32(element + 4) : bytes.u32(element + 4);
      enumerators.add(new BtfType.Enumerator(name(element), value));
    }
    return enumerators;
  }

  private List<BtfType.Enumerator> enumerators64(int at, int count) {
    List<BtfType.Enumerator> enumerators = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int element = at + COMMON_LENGTH + 12 * i;
      long value = bytes.u32(element + 4) | bytes.u32(element + 8) << 32;
      enumerators.add(new BtfType.Enumerator(name(element), value));
    }
    return enumerators;
  }

  private static Linkage linkage(int at, int number) {
    return switch (number) {
      case 0 -> Linkage.STATIC;
      case 1 -> Linkage.GLOBAL;
      case 2 -> Linkage.EXTERN;
      default -> throw new MalformedBtfException(at, "linkage=" + number + ", expected 0, 1 or 2");
    };
  }

  /** A last parameter without name and type is the {@code ...} of a variadic function. */
  private BtfType prototype(int at, int count) {
    List<BtfType.Parameter> parameters = new ArrayList<>(count);
    boolean variadic = false;
    for (int i = 0; i < count; i++) {
      int element = at + COMMON_LENGTH + 8 * i;
      if (i == count - 1 && bytes.s32(element) == 0 && bytes.s32(element + 4) == 0) {
        variadic = true;
      } else {
        parameters.add(new BtfType.Parameter(name(element), typeId(element + 4)));
      }
    }
    return new BtfType.FunctionPrototype(typeId(at + 8), parameters, variadic);
  }

  private List<BtfType.SectionVariable> sectionVariables(int at, int count) {
    List<BtfType.SectionVariable> variables = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int element = at + COMMON_LENGTH + 12 * i;
      variables.add(
          new BtfType.SectionVariable(
              typeId(element), bytes.u32(element + 4), bytes.u32(element + 8)));
    }
    return variables;
  }

  private int floatSize(int at) {
    long size = bytes.u32(at + 8);
    if (size != 2 && size != 4 && size != 8 && size != 12 && size != 16) {
      throw new MalformedBtfException(
          at + 8, "float size=" + size + ", expected 2, 4, 8, 12 or 16");
    }
    return (int) size;
  }

  private int componentIndex(int at) {
    int index = bytes.s32(at + COMMON_LENGTH);
    if (index < -1) {
      throw new MalformedBtfException(
          at + COMMON_LENGTH, "component_idx=" + index + ", expected -1 or more");
    }
    return index;
  }
}
