package dev.skep.btf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An immutable view of the types in a {@code .BTF} section, its own bytes of either byte order or
 * those of a mapped file.
 *
 * <p>It is lazy: opening finds where each type lies (an {@code int} a type), the first look-up by
 * name hashes the names in place, and only types that are asked for are decoded, once. What is
 * malformed is found when it is reached; {@link #validate()} reaches everything. It is safe for use
 * by several threads.
 *
 * <pre>{@code
 * Btf kernel = Btf.read(Path.of("/sys/kernel/btf/vmlinux"));
 * int task = kernel.require("task_struct", BtfType.Struct.class);
 * MemberLocation pid = kernel.layout().member(task, "pid");
 * }</pre>
 *
 * <p>Split BTF continues the ids and the strings of a base: ids below {@link #firstId()} are the
 * base's.
 */
public final class Btf {
  private static final BtfType.VoidType VOID = new BtfType.VoidType();

  /** Sixteen times what the kernel takes ({@code BTF_MAX_TYPE}); bounds the index. */
  private static final int MAX_TYPES = 1 << 24;

  private final @Nullable Btf base;
  private final BtfBytes bytes;
  private final BtfHeader header;
  private final int firstId;
  private final int stringBase;
  private final int[] offsets;
  private final int ownTypes;
  private final TypeDecoder decoder;

  /**
   * Filled without synchronisation: records are safe to publish so, and decoding twice gives equal
   * ones.
   */
  private final @Nullable BtfType[] decoded;

  private volatile @Nullable NameIndex names;
  private volatile @Nullable TypeLayout layout;

  private Btf(ByteBuffer buffer, @Nullable Btf base) {
    this.base = base;
    this.header = BtfHeader.read(buffer);
    this.bytes = new BtfBytes(buffer);
    this.firstId = base == null ? 1 : base.typeCount();
    this.stringBase = base == null ? 0 : base.stringsEnd();
    checkStrings();
    int[] found = new int[Math.max(16, (header.typesEnd() - header.typesStart()) / 28)];
    int types = 0;
    for (int at = header.typesStart(); at < header.typesEnd(); types++) {
      if (types == MAX_TYPES) {
        throw new MalformedBtfException(at, "more than " + MAX_TYPES + " types");
      }
      if (types == found.length) {
        found = Arrays.copyOf(found, found.length + found.length / 4 + 16);
      }
      found[types] = at;
      at = endOfType(at);
    }
    this.offsets = found;
    this.ownTypes = types;
    this.decoded = new BtfType[types];
    this.decoder = new TypeDecoder(bytes, this);
  }

  /**
   * The BTF in a file, such as {@code /sys/kernel/btf/vmlinux} or a raw {@code .BTF} section;
   * mapped where the file system can (sysfs can from Linux 6.16 on), else read.
   */
  public static Btf read(Path file) throws IOException {
    return new Btf(load(file), null);
  }

  /** The split BTF in a file, such as {@code /sys/kernel/btf/MODULE}. */
  public static Btf read(Path file, Btf base) throws IOException {
    return new Btf(load(file), base);
  }

  /** The BTF in these bytes, which must not change afterwards. */
  public static Btf of(byte[] bytes) {
    return new Btf(ByteBuffer.wrap(bytes), null);
  }

  /** The split BTF in these bytes, which must not change afterwards. */
  public static Btf of(byte[] bytes, Btf base) {
    return new Btf(ByteBuffer.wrap(bytes), base);
  }

  /** The BTF in the remaining bytes of the buffer, which must not change afterwards. */
  public static Btf of(ByteBuffer bytes) {
    return new Btf(bytes.slice(), null);
  }

  /** The split BTF in the remaining bytes of the buffer, which must not change afterwards. */
  public static Btf of(ByteBuffer bytes, Btf base) {
    return new Btf(bytes.slice(), base);
  }

  private static ByteBuffer load(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new MalformedBtfException(0, "size=" + size + " of " + file + " is over 2 GiB");
      }
      try {
        return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      } catch (IOException unmappable) {
        return readFully(channel, (int) size);
      }
    }
  }

  /**
   * Off the heap, so that a kernel whose sysfs cannot be mapped costs no more heap than one whose
   * can.
   */
  private static ByteBuffer readFully(FileChannel channel, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    int count = 0;
    while (count >= 0 && buffer.hasRemaining()) {
      count = channel.read(buffer);
    }
    return buffer.flip().slice();
  }

  /**
   * The first byte of the first string must be NUL, as the name of the nameless; the last one
   * terminates the last string.
   */
  private void checkStrings() {
    int start = header.stringsStart();
    int end = header.stringsEnd();
    if (start == end) {
      if (base == null) {
        throw new MalformedBtfException(20, "str_len=0, expected at least the empty string");
      }
      return;
    }
    if (base == null && bytes.u8(start) != 0) {
      throw new MalformedBtfException(start, "the first string is not empty");
    }
    if (bytes.u8(end - 1) != 0) {
      throw new MalformedBtfException(end - 1, "the last string has no terminating NUL");
    }
  }

  private int endOfType(int at) {
    int info = bytes.s32((long) at + 4);
    BtfKind kind = BtfKind.ofNumber(TypeDecoder.kindNumber(info));
    if (kind == null || kind == BtfKind.VOID || (info & 0x60ff_0000) != 0) {
      throw new MalformedBtfException(at + 4L, String.format("unknown kind, info=0x%08x", info));
    }
    long end = (long) at + TypeDecoder.COMMON_LENGTH + kind.trailingBytes(TypeDecoder.count(info));
    if (end > header.typesEnd()) {
      throw new MalformedBtfException(
          at,
          "a type of kind " + kind + " goes beyond the types, which end at " + header.typesEnd());
    }
    return (int) end;
  }

  /** The offset after the last string, those of the base included. */
  int stringsEnd() {
    return stringBase + header.stringsEnd() - header.stringsStart();
  }

  /** The byte order of the section. */
  public ByteOrder byteOrder() {
    return bytes.order();
  }

  /** What this BTF continues, if it is split. */
  public Optional<Btf> base() {
    return Optional.ofNullable(base);
  }

  /**
   * How many ids there are, that of {@code void} and those of the base included: the valid ones are
   * {@code 0 <= id < typeCount()}.
   */
  public int typeCount() {
    return firstId + ownTypes;
  }

  /** The id of the first type of this section: 1 unless it is split. */
  public int firstId() {
    return firstId;
  }

  /**
   * The type with this id.
   *
   * @throws IndexOutOfBoundsException when there is no such id
   * @throws MalformedBtfException when its bytes make no type
   */
  public BtfType type(int id) {
    if (id == 0) {
      return VOID;
    }
    if (base != null && id < firstId) {
      return base.type(id);
    }
    int own = own(id);
    BtfType type = decoded[own];
    if (type == null) {
      type = decoder.decode(kind(id), offsets[own]);
      decoded[own] = type;
    }
    return type;
  }

  /**
   * The type with this id, which the caller knows to be of one kind.
   *
   * @throws MalformedBtfException when it is of another
   */
  public <T extends BtfType> T type(int id, Class<T> kind) {
    BtfType type = type(id);
    if (!kind.isInstance(type)) {
      throw new MalformedBtfException(
          offsetOf(id),
          "type id=" + id + " is " + type.kind() + ", expected " + kind.getSimpleName());
    }
    return kind.cast(type);
  }

  /** The kind of a type, without decoding it. */
  public BtfKind kind(int id) {
    if (id == 0) {
      return BtfKind.VOID;
    }
    if (base != null && id < firstId) {
      return base.kind(id);
    }
    int number = TypeDecoder.kindNumber(bytes.s32(offsets[own(id)] + 4L));
    BtfKind kind = BtfKind.ofNumber(number);
    if (kind == null) {
      throw new MalformedBtfException(offsets[own(id)], "kind=" + number + " is not known");
    }
    return kind;
  }

  /** The byte offset of a type in its section, for messages; 0 for {@code void}. */
  public int offsetOf(int id) {
    if (id == 0) {
      return 0;
    }
    return base != null && id < firstId ? base.offsetOf(id) : offsets[own(id)];
  }

  private int own(int id) {
    int own = id - firstId;
    if (own < 0 || own >= ownTypes) {
      throw new IndexOutOfBoundsException("type id=" + id + ", but typeCount=" + typeCount());
    }
    return own;
  }

  /**
   * The string at an offset of the string section; offsets of a split BTF continue those of its
   * base.
   *
   * @throws MalformedBtfException when the offset lies beyond the strings
   */
  public String string(long offset) {
    return string(offset, header.stringsStart());
  }

  /** The string at {@code offset}; {@code at} is where that offset was read. */
  String string(long offset, long at) {
    if (offset == 0) {
      return "";
    }
    if (base != null && offset < stringBase) {
      return base.string(offset, at);
    }
    return bytes.string(ownString(offset, at), header.stringsEnd());
  }

  /** Every string of the base and of this section with its offset, the empty ones left out. */
  public void forEachString(java.util.function.ObjIntConsumer<String> visitor) {
    if (base != null) {
      base.forEachString(visitor);
    }
    int at = header.stringsStart();
    while (at < header.stringsEnd()) {
      String string = bytes.string(at, header.stringsEnd());
      if (!string.isEmpty()) {
        visitor.accept(string, stringBase + at - header.stringsStart());
      }
      at = bytes.endOfString(at, header.stringsEnd()) + 1;
    }
  }

  private int ownString(long offset, long at) {
    if (offset >= stringsEnd()) {
      throw new MalformedBtfException(
          at, "string offset=" + offset + " is beyond the strings, which end at " + stringsEnd());
    }
    return (int) (offset - stringBase + header.stringsStart());
  }

  /**
   * The ids of the types of any of these kinds with this name, in ascending order. Names repeat; no
   * type has the empty name.
   */
  public int[] findByName(String name, Class<? extends BtfType> kind) {
    int[] inherited = base == null ? new int[0] : base.findByName(name, kind);
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return inherited;
    }
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    NameIndex index = names();
    int[] ids = inherited;
    for (int own = index.first(BtfBytes.hashOf(wanted)); own >= 0; own = index.after(own)) {
      if (nameEquals(own, wanted) && kind.isAssignableFrom(kind(firstId + own).type())) {
        ids = Arrays.copyOf(ids, ids.length + 1);
        ids[ids.length - 1] = firstId + own;
      }
    }
    return ids;
  }

  /** The id of the first type of this kind with this name. */
  public OptionalInt find(String name, Class<? extends BtfType> kind) {
    int[] ids = findByName(name, kind);
    return ids.length == 0 ? OptionalInt.empty() : OptionalInt.of(ids[0]);
  }

  /**
   * The id of the first type of this kind with this name.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public int require(String name, Class<? extends BtfType> kind) {
    return find(name, kind)
        .orElseThrow(() ->
            new java.util.NoSuchElementException(
                "no " + kind.getSimpleName() + " named \"" + name + "\" among the types"));
  }

  private NameIndex names() {
    NameIndex index = names;
    if (index == null) {
      index = new NameIndex(ownTypes, this::hashOfName);
      names = index;
    }
    return index;
  }

  /** Types of a split BTF may have names from the strings of its base. */
  private long hashOfName(int own) {
    long offset = bytes.u32(offsets[own]);
    if (offset == 0) {
      return NameIndex.ANONYMOUS;
    }
    Btf owner = ownerOfString(offset);
    int at = owner.ownString(offset, offsets[own]);
    return owner.bytes.hashOfString(at, owner.header.stringsEnd());
  }

  private boolean nameEquals(int own, byte[] wanted) {
    long offset = bytes.u32(offsets[own]);
    Btf owner = ownerOfString(offset);
    return owner.bytes.stringEquals(
        owner.ownString(offset, offsets[own]), owner.header.stringsEnd(), wanted);
  }

  private Btf ownerOfString(long offset) {
    Btf owner = this;
    while (owner.base != null && offset < owner.stringBase) {
      owner = owner.base;
    }
    return owner;
  }

  /** Sizes, alignments and members of the types. */
  public TypeLayout layout() {
    TypeLayout made = layout;
    if (made == null) {
      made = new TypeLayout(this);
      layout = made;
    }
    return made;
  }

  /** The type that remains when typedefs, qualifiers and type tags are taken off. */
  public int resolve(int id) {
    return layout().resolve(id);
  }

  /** Bytes of a value of this type; see {@link TypeLayout#sizeOf}. */
  public long sizeOf(int id) {
    return layout().sizeOf(id);
  }

  /** The alignment of this type in bytes; see {@link TypeLayout#alignOf}. */
  public int alignOf(int id) {
    return layout().alignOf(id);
  }

  /**
   * Reads every type of this section and checks that they fit each other.
   *
   * @throws MalformedBtfException for the first one that does not
   */
  public void validate() {
    new Validator(this).run();
  }

  /** The bytes of the whole section, as they were given. */
  public byte[] bytes() {
    return bytes.copy(0, bytes.size());
  }
}
