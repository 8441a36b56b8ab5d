package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads values of BTF types from memory in the byte order of the types, as maps hold them. */
public final class ValueReader {
  private final Btf btf;
  private final byte[] memory;
  private final Effort effort;

  private ValueReader(Btf btf, byte[] memory) {
    this.btf = btf;
    this.memory = memory;
    this.effort = new Effort(btf, memory.length);
  }

  /**
   * The value of a type at the start of {@code memory}.
   *
   * @throws IllegalArgumentException when the memory is shorter than the type, or it has no values
   * @throws dev.skep.btf.MalformedBtfException when the types contradict each other
   */
  public static BtfValue read(Btf btf, int id, byte[] memory) {
    long size = btf.sizeOf(id);
    if (size > memory.length) {
      throw new IllegalArgumentException(
          "type id=" + id + " has size=" + size + ", the memory only length=" + memory.length);
    }
    return new ValueReader(btf, memory).value(id, 0);
  }

  private BtfValue value(int id, int at) {
    effort.enter(id);
    int resolved = btf.resolve(id);
    BtfValue value =
        switch (btf.type(resolved)) {
          case BtfType.Int type -> integer(type, at);
          case BtfType.FloatingPoint type -> decimal(type, at);
          case BtfType.Enumeration type -> constant(type, at);
          case BtfType.Pointer _ ->
              new BtfValue.Address(bits(at, 0, btf.layout().pointerSize() * 8).longValue());
          case BtfType.Array type -> array(resolved, type, at);
          case BtfType.Composite type -> fields(type, at);
          case BtfType.Variable type -> value(type.typeId(), at);
          case BtfType.DataSection type -> section(type, at);
          case BtfType.VoidType _,
              BtfType.Modifier _,
              BtfType.Forward _,
              BtfType.Function _,
              BtfType.FunctionPrototype _,
              BtfType.DeclarationTag _ ->
              throw effort.refuse(resolved, btf.kind(resolved) + " has no values");
        };
    effort.leave(1);
    return value;
  }

  private BtfValue integer(BtfType.Int type, int at) {
    BigInteger value = bits(at, type.bitOffset(), type.bits());
    return switch (type.encoding()) {
      case UNSIGNED -> new BtfValue.Whole(value);
      case SIGNED -> new BtfValue.Whole(signed(value, type.bits()));
      case CHAR -> new BtfValue.Letter(value.intValue() & 0xff);
      case BOOL -> new BtfValue.Truth(value.signum() != 0);
    };
  }

  private BtfValue decimal(BtfType.FloatingPoint type, int at) {
    return switch (type.size()) {
      case 4 -> new BtfValue.Decimal(Float.intBitsToFloat(bits(at, 0, 32).intValue()));
      case 8 -> new BtfValue.Decimal(Double.longBitsToDouble(bits(at, 0, 64).longValue()));
      default -> {
        ByteBuffer bytes = slice(at, type.size());
        List<Byte> raw = new ArrayList<>();
        while (bytes.hasRemaining()) {
          raw.add(bytes.get());
        }
        yield new BtfValue.Raw(raw);
      }
    };
  }

  private BtfValue constant(BtfType.Enumeration type, int at) {
    BigInteger stored = bits(at, 0, type.size() * 8);
    BigInteger value = type.signed() ? signed(stored, type.size() * 8) : stored;
    for (BtfType.Enumerator enumerator : type.enumerators()) {
      if (enumerator.value() == value.longValue()) {
        return new BtfValue.Constant(enumerator.name(), value);
      }
    }
    return new BtfValue.Constant("", value);
  }

  private BtfValue array(int id, BtfType.Array array, int at) {
    long size = btf.layout().elementSize(id);
    if (isCharacter(array.elementTypeId())) {
      String text = text(at, array.count());
      if (!text.isEmpty()) {
        return new BtfValue.Text(text.substring(0, text.length() - 1));
      }
    }
    List<BtfValue> elements = new ArrayList<>();
    for (long i = 0; i < array.count() && size > 0; i++) {
      elements.add(value(array.elementTypeId(), place(at + i * size)));
    }
    return new BtfValue.Sequence(elements);
  }

  /** clang gives {@code char} the encoding of a signed integer; its name tells. */
  private boolean isCharacter(int id) {
    return btf.type(btf.resolve(id)) instanceof BtfType.Int type
        && type.size() == 1
        && (type.encoding() == BtfType.Encoding.CHAR || type.name().equals("char"));
  }

  /** Printable ASCII up to and with the first NUL; empty when there is something else or no NUL. */
  private String text(int at, long count) {
    ByteBuffer bytes = slice(at, count);
    StringBuilder text = new StringBuilder();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      text.append((char) next);
      if (next == 0) {
        return text.toString();
      }
      if (next <= 0x1f || next == 0x7f) {
        return "";
      }
    }
    return "";
  }

  private BtfValue fields(BtfType.Composite type, int at) {
    List<BtfValue.Field> fields = new ArrayList<>();
    for (BtfType.Member member : type.members()) {
      int start = place(at + member.bitOffset() / 8);
      int first = (int) (member.bitOffset() % 8);
      fields.add(
          new BtfValue.Field(
              member.name(),
              member.isBitfield()
                  ? new BtfValue.Bits(bits(start, first, member.bitfieldSize()))
                  : value(member.typeId(), start)));
    }
    return new BtfValue.Fields(fields);
  }

  private BtfValue section(BtfType.DataSection section, int at) {
    List<BtfValue.Field> fields = new ArrayList<>();
    for (BtfType.SectionVariable variable : section.variables()) {
      int start = place(at + variable.offset());
      String name = btf.type(variable.typeId()).name();
      fields.add(new BtfValue.Field(name, value(variable.typeId(), start)));
    }
    return new BtfValue.Fields(fields);
  }

  /**
   * Bits from {@code at} on, of which the first {@code skipped} do not count: the least significant
   * ones of the first byte on little-endian machines, the most significant ones on others.
   */
  private BigInteger bits(int at, int skipped, int count) {
    int length = (skipped + count + 7) / 8;
    byte[] bytes = new byte[length];
    slice(at, length).get(bytes);
    boolean little = btf.byteOrder() == ByteOrder.LITTLE_ENDIAN;
    if (little) {
      reverse(bytes);
    }
    int dropped = little ? skipped : length * 8 - skipped - count;
    BigInteger mask = BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE);
    return new BigInteger(1, bytes).shiftRight(dropped).and(mask);
  }

  private static void reverse(byte[] bytes) {
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
  }

  private static BigInteger signed(BigInteger value, int bits) {
    return bits > 0 && value.testBit(bits - 1)
        ? value.subtract(BigInteger.ONE.shiftLeft(bits))
        : value;
  }

  private int place(long at) {
    if (at < 0 || at > memory.length) {
      throw effort.refuse(0, "a member at offset=" + at + " is beyond its type's size");
    }
    return (int) at;
  }

  /** Members beyond their struct are malformed, and so is what lies beyond the memory. */
  private ByteBuffer slice(int at, long length) {
    if (at < 0 || at + length > memory.length) {
      throw effort.refuse(
          0, "a member at offset=" + at + " length=" + length + " is beyond its type's size");
    }
    return ByteBuffer.wrap(memory, at, (int) length);
  }
}
