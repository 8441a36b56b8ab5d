package dev.skep.btf;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes BTF: types are added in the order of their ids, and each string is stored once. Ids may be
 * referred to before their type is added.
 *
 * <pre>{@code
 * BtfBuilder builder = new BtfBuilder(ByteOrder.nativeOrder());
 * int u32 = builder.add(new BtfType.Int("unsigned int", 4, BtfType.Encoding.UNSIGNED, 32, 0));
 * int typedef = builder.add(new BtfType.Typedef("u32", u32));
 * Btf btf = Btf.of(builder.bytes());
 * }</pre>
 */
public final class BtfBuilder {
  private final ByteOrder order;
  private final @Nullable Btf base;
  private final List<BtfType> types = new ArrayList<>();
  private final StringTable strings;

  /** BTF that stands alone. */
  public BtfBuilder(ByteOrder order) {
    this.order = order;
    this.base = null;
    this.strings = new StringTable(0);
  }

  /** Split BTF that continues {@code base}, whose strings it uses where it can. */
  public BtfBuilder(Btf base) {
    this.order = base.byteOrder();
    this.base = base;
    this.strings = new StringTable(base.stringsEnd());
    base.forEachString(strings::inherit);
  }

  /** A copy of what is in {@code btf}, to which more can be added. */
  public static BtfBuilder copyOf(Btf btf) {
    BtfBuilder builder =
        btf.base().map(BtfBuilder::new).orElseGet(() -> new BtfBuilder(btf.byteOrder()));
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      builder.add(btf.type(id));
    }
    return builder;
  }

  /** Adds a type and returns its id. */
  public int add(BtfType type) {
    if (type instanceof BtfType.VoidType) {
      throw new IllegalArgumentException("void has id 0 and is not added");
    }
    types.add(type);
    return typeCount() - 1;
  }

  /**
   * Adds all types of another section, which must stand alone, with their ids moved behind the last
   * one; {@code void} stays 0.
   *
   * @return by how much the ids were moved
   */
  public int append(Btf other) {
    if (other.base().isPresent()) {
      throw new IllegalArgumentException("split BTF cannot be appended: its base is not here");
    }
    int moved = typeCount() - 1;
    for (int id = 1; id < other.typeCount(); id++) {
      add(TypeReferences.map(other.type(id), old -> old == 0 ? 0 : old + moved));
    }
    return moved;
  }

  /** Puts another type in the place of one that was added. */
  public void set(int id, BtfType type) {
    types.set(id - firstId(), type);
  }

  /** The type that was added with this id. */
  public BtfType type(int id) {
    return types.get(id - firstId());
  }

  /** The byte order that is written. */
  public ByteOrder byteOrder() {
    return order;
  }

  /** How many ids there are, that of {@code void} and those of the base included. */
  public int typeCount() {
    return firstId() + types.size();
  }

  private int firstId() {
    return base == null ? 1 : base.typeCount();
  }

  /**
   * Adds a string that is no type's name, as {@code .BTF.ext} refers to them, and returns its
   * offset.
   */
  public int addString(String string) {
    return strings.offset(string);
  }

  /**
   * The section.
   *
   * @throws IllegalArgumentException when a type refers to an id that was not added, or has a value
   *     that the format cannot hold
   */
  public byte[] bytes() {
    ByteSink section = new ByteSink(order);
    TypeEncoder encoder = new TypeEncoder(section, strings);
    section.u16(BtfHeader.MAGIC);
    section.u8(1);
    section.u8(0);
    section.u32(BtfHeader.LENGTH);
    section.bytes(new byte[16]);
    for (BtfType type : types) {
      TypeReferences.forEach(type, id -> checkReference(type, id));
      encoder.encode(type);
    }
    int typesLength = section.size() - BtfHeader.LENGTH;
    section.setU32(12, typesLength);
    section.setU32(16, typesLength);
    section.setU32(20, strings.size());
    section.bytes(strings.bytes());
    return section.toBytes();
  }

  /** The types written and read back. */
  public Btf build() {
    return base == null ? Btf.of(bytes()) : Btf.of(bytes(), base);
  }

  private void checkReference(BtfType type, int id) {
    if (id < 0 || id >= typeCount()) {
      throw new IllegalArgumentException(
          type.kind()
              + " \""
              + type.name()
              + "\" refers to type id="
              + id
              + ", but typeCount="
              + typeCount());
    }
  }

  /** Strings in the order of their first use, each once. */
  static final class StringTable {
    private final int start;
    private final Map<String, Integer> offsets = new HashMap<>();
    private final ByteSink bytes = new ByteSink(ByteOrder.LITTLE_ENDIAN);

    StringTable(int start) {
      this.start = start;
      offsets.put("", 0);
      if (start == 0) {
        bytes.u8(0);
      }
    }

    void inherit(String string, int offset) {
      offsets.putIfAbsent(string, offset);
    }

    int offset(String string) {
      Integer known = offsets.get(string);
      if (known != null) {
        return known;
      }
      if (string.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "a name cannot hold NUL: \"" + string.replace('\0', '?') + "\"");
      }
      int offset = start + bytes.size();
      bytes.bytes(string.getBytes(StandardCharsets.UTF_8));
      bytes.u8(0);
      offsets.put(string, offset);
      return offset;
    }

    int size() {
      return bytes.size();
    }

    byte[] bytes() {
      return bytes.toBytes();
    }
  }
}
