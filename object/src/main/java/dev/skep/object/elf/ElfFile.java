package dev.skep.object.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ELF file (elf(5)) of either class and byte order: its sections, symbols and relocations.
 *
 * <p>Whatever the bytes are, reading ends with a file or a {@link MalformedElfException}: every
 * offset and size is checked against the file before it is used, and nothing is allocated by a
 * declared size alone.
 */
public final class ElfFile {
  /** {@code EM_BPF}. */
  public static final int MACHINE_BPF = 247;

  /** {@code ET_REL}. */
  public static final int RELOCATABLE = 1;

  private static final int MAX_SECTIONS = 1 << 20;

  private final String name;
  private final ByteBuffer file;
  private final boolean wide;
  private int type;
  private int machine;
  private List<ElfSection> sections = List.of();

  private ElfFile(String name, ByteBuffer file, boolean wide) {
    this.name = name;
    this.file = file;
    this.wide = wide;
  }

  /**
   * Reads a file; large files are mapped.
   *
   * @throws IOException when the file cannot be read
   * @throws MalformedElfException when it is not a usable ELF file
   */
  public static ElfFile read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return of(path.toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new MalformedElfException(path.toString(), Integer.MAX_VALUE, "larger than 2 GiB");
      }
      return of(path.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /**
   * Reads bytes.
   *
   * @param name what to call the file in messages
   * @param bytes the whole file, from position 0; not copied
   * @throws MalformedElfException when they are not a usable ELF file
   */
  public static ElfFile of(String name, ByteBuffer bytes) {
    ByteBuffer file = bytes.duplicate();
    if (file.limit() < 52 || file.getInt(0) != 0x7f454c46) {
      throw new MalformedElfException(name, 0, "it does not start with the ELF magic 7f 45 4c 46");
    }
    int wordClass = file.get(4);
    int order = file.get(5);
    if (wordClass != 1 && wordClass != 2) {
      throw new MalformedElfException(name, 4, "class=" + wordClass + ", expected 1 or 2");
    }
    if (order != 1 && order != 2) {
      throw new MalformedElfException(name, 5, "byte order=" + order + ", expected 1 or 2");
    }
    file.order(order == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    ElfFile elf = new ElfFile(name, file, wordClass == 2);
    elf.readHeader();
    return elf;
  }

  /** What the file is called in messages. */
  public String name() {
    return name;
  }

  /** The byte order of the file and of the machine that it is for. */
  public ByteOrder byteOrder() {
    return file.order();
  }

  /** {@code e_machine}. */
  public int machine() {
    return machine;
  }

  /** {@code e_type}. */
  public int type() {
    return type;
  }

  /** All sections by their numbers; the first is the empty one. */
  public List<ElfSection> sections() {
    return sections;
  }

  /** The first section with a name. */
  public Optional<ElfSection> section(String sectionName) {
    return sections.stream().filter(each -> each.name().equals(sectionName)).findFirst();
  }

  /**
   * The section with a number.
   *
   * @throws MalformedElfException when there is none
   */
  public ElfSection section(int index) {
    if (index < 0 || index >= sections.size()) {
      throw new MalformedElfException(
          name, 0, "section number " + index + " of " + sections.size());
    }
    return sections.get(index);
  }

  /** The symbols of a symbol table section, by their numbers. */
  public List<ElfSymbol> symbols(ElfSection table) {
    ElfSection strings = section(table.link());
    int entry = wide ? 24 : 16;
    ByteBuffer bytes = table.bytes();
    List<ElfSymbol> symbols = new ArrayList<>(bytes.limit() / entry);
    for (int at = 0; at + entry <= bytes.limit(); at += entry) {
      symbols.add(symbol(bytes, at, at / entry, strings));
    }
    return symbols;
  }

  private ElfSymbol symbol(ByteBuffer bytes, int at, int index, ElfSection strings) {
    int nameOffset = bytes.getInt(at);
    int info = bytes.get(at + (wide ? 4 : 12)) & 0xff;
    int other = bytes.get(at + (wide ? 5 : 13)) & 0xff;
    int section = bytes.getShort(at + (wide ? 6 : 14)) & 0xffff;
    long value = wide ? bytes.getLong(at + 8) : bytes.getInt(at + 4) & 0xffffffffL;
    long size = wide ? bytes.getLong(at + 16) : bytes.getInt(at + 8) & 0xffffffffL;
    return new ElfSymbol(
        index, string(strings, nameOffset), value, size, info & 15, info >> 4, other & 3, section);
  }

  /** The relocations of a REL or RELA section, in the file's order. */
  public List<ElfRelocation> relocations(ElfSection section) {
    boolean explicit = section.type() == ElfSection.RELA;
    int word = wide ? 8 : 4;
    int entry = word * (explicit ? 3 : 2);
    ByteBuffer bytes = section.bytes();
    List<ElfRelocation> relocations = new ArrayList<>(bytes.limit() / entry);
    for (int at = 0; at + entry <= bytes.limit(); at += entry) {
      long offset = word(bytes, at);
      long info = word(bytes, at + word);
      int symbol = (int) (wide ? info >>> 32 : info >>> 8);
      int relocationType = (int) (wide ? info : info & 0xff);
      long addend = !explicit ? 0 : wide ? bytes.getLong(at + 16) : bytes.getInt(at + 8);
      relocations.add(new ElfRelocation(offset, relocationType, symbol, addend));
    }
    return relocations;
  }

  /**
   * The string at an offset of a string table.
   *
   * @throws MalformedElfException when the offset is outside or the string does not end
   */
  public String string(ElfSection strings, int offset) {
    ByteBuffer bytes = strings.bytes();
    if (offset == 0 && bytes.limit() == 0) {
      return "";
    }
    if (offset < 0 || offset >= bytes.limit()) {
      throw new MalformedElfException(
          name, strings.offset(), "string offset=" + offset + " outside section " + strings.name());
    }
    int end = offset;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    if (end == bytes.limit()) {
      throw new MalformedElfException(
          name, strings.offset() + offset, "a string without an end in section " + strings.name());
    }
    byte[] text = new byte[end - offset];
    bytes.get(offset, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private void readHeader() {
    if (file.limit() < (wide ? 64 : 52)) {
      throw new MalformedElfException(name, file.limit(), "it ends within its header");
    }
    type = file.getShort(16) & 0xffff;
    machine = file.getShort(18) & 0xffff;
    long table = wide ? file.getLong(40) : file.getInt(32) & 0xffffffffL;
    int entry = file.getShort(wide ? 58 : 46) & 0xffff;
    long count = file.getShort(wide ? 60 : 48) & 0xffff;
    long nameSection = file.getShort(wide ? 62 : 50) & 0xffff;
    if (table == 0) {
      return;
    }
    if (entry < (wide ? 64 : 40)) {
      throw new MalformedElfException(name, 58, "section header size=" + entry);
    }
    check(table, entry, "section headers");
    // Numbers that do not fit 16 bits are in the first section's header (elf(5), SHN_LORESERVE and
    // SHN_XINDEX).
    count = count == 0 ? word(file, (int) table + (wide ? 32 : 20)) : count;
    nameSection = nameSection == 0xffff ? file.getInt((int) table + (wide ? 40 : 24)) : nameSection;
    if (count <= 0 || count > MAX_SECTIONS || nameSection >= count) {
      throw new MalformedElfException(
          name, table, "sections=" + count + ", name section=" + nameSection);
    }
    check(table, entry * count, "section headers");
    readSections((int) table, entry, (int) count, (int) nameSection);
  }

  private void readSections(int table, int entry, int count, int nameSection) {
    ElfSection names = header(table + nameSection * entry, nameSection, null);
    List<ElfSection> read = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      read.add(header(table + i * entry, i, names));
    }
    sections = List.copyOf(read);
  }

  private ElfSection header(
      int at, int index, @org.jspecify.annotations.Nullable ElfSection names) {
    int nameOffset = file.getInt(at);
    int sectionType = file.getInt(at + 4);
    long flags = word(file, at + 8);
    long address = word(file, at + (wide ? 16 : 12));
    long offset = word(file, at + (wide ? 24 : 16));
    long size = word(file, at + (wide ? 32 : 20));
    int link = file.getInt(at + (wide ? 40 : 24));
    int info = file.getInt(at + (wide ? 44 : 28));
    long entrySize = word(file, at + (wide ? 56 : 36));
    String sectionName = names == null ? "" : string(names, nameOffset);
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new MalformedElfException(
          name, at, "section " + index + " " + sectionName + " with size=" + size);
    }
    boolean inFile = sectionType != ElfSection.NO_BITS && sectionType != 0;
    if (inFile) {
      check(offset, size, "section " + index + " " + sectionName);
    }
    ByteBuffer bytes = inFile ? file.slice((int) offset, (int) size) : file.slice(0, 0);
    return new ElfSection(
        index,
        sectionName,
        sectionType,
        flags,
        address,
        offset,
        size,
        link,
        info,
        entrySize,
        bytes.asReadOnlyBuffer().order(file.order()));
  }

  private long word(ByteBuffer bytes, int at) {
    return wide ? bytes.getLong(at) : bytes.getInt(at) & 0xffffffffL;
  }

  private void check(long offset, long size, String what) {
    if (offset < 0 || size < 0 || offset > file.limit() || size > file.limit() - offset) {
      throw new MalformedElfException(
          name,
          Math.max(0, Math.min(offset, file.limit())),
          what
              + " at offset="
              + offset
              + " with size="
              + size
              + " of a file of "
              + file.limit()
              + " bytes");
    }
  }
}
