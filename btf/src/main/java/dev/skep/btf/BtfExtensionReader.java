package dev.skep.btf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code .BTF.ext} ({@code Documentation/bpf/btf.rst}, section 4.2).
 *
 * <pre>
 *  0       2   3   4           8                24               32
 *  | magic |ver|flg| hdr_len   | func off, len | line off, len   | core_relo off, len (if hdr_len ≥ 32)
 *
 *  each of the three: | rec_size | then for each ELF section | sec_name_off | num_info | records |
 * </pre>
 *
 * Records may be longer than is known; what follows the known part is skipped.
 */
final class BtfExtensionReader {
  static final int LENGTH_WITHOUT_RELOCATIONS = 24;
  static final int LENGTH = 32;
  static final int FUNCTION_RECORD = 8;
  static final int LINE_RECORD = 16;
  static final int RELOCATION_RECORD = 16;

  /** A line and its column share 32 bits. */
  static final int COLUMN_BITS = 10;

  private static final int INSTRUCTION_BYTES = 8;

  private final BtfBytes bytes;
  private final Btf btf;
  private final int headerLength;
  private final Map<String, Parts> sections = new LinkedHashMap<>();
  private final Map<Long, String> strings = new HashMap<>();

  private record Parts(
      List<BtfExtension.FunctionInfo> functions,
      List<BtfExtension.LineInfo> lines,
      List<BtfExtension.CoreRelocation> relocations) {}

  private interface RecordReader {
    void read(Parts parts, long at);
  }

  BtfExtensionReader(ByteBuffer buffer, Btf btf) {
    BtfHeader.orderByMagic(buffer);
    if (buffer.order() != btf.byteOrder()) {
      throw new MalformedBtfException(
          0, "byte order " + buffer.order() + ", but that of the types is " + btf.byteOrder());
    }
    this.bytes = new BtfBytes(buffer);
    this.btf = btf;
    long length = bytes.u32(4);
    if (length < LENGTH_WITHOUT_RELOCATIONS || length > bytes.size()) {
      throw new MalformedBtfException(
          4,
          "hdr_len="
              + length
              + ", expected "
              + LENGTH_WITHOUT_RELOCATIONS
              + " or more within the section");
    }
    this.headerLength = (int) length;
  }

  BtfExtension read() {
    part(8, FUNCTION_RECORD, this::function);
    part(16, LINE_RECORD, this::line);
    if (headerLength >= LENGTH) {
      part(24, RELOCATION_RECORD, this::relocation);
    }
    List<BtfExtension.SectionInfo> infos = new ArrayList<>();
    sections.forEach((name, parts) ->
        infos.add(
            new BtfExtension.SectionInfo(
                name, parts.functions(), parts.lines(), parts.relocations())));
    return new BtfExtension(infos);
  }

  private void part(int headerAt, int knownSize, RecordReader reader) {
    long at = headerLength + bytes.u32(headerAt);
    long length = bytes.u32(headerAt + 4L);
    long end = at + length;
    if (length == 0) {
      return;
    }
    if (at % 4 != 0 || end > bytes.size()) {
      throw new MalformedBtfException(
          headerAt,
          "records at " + at + ".." + end + " are unaligned or beyond size=" + bytes.size());
    }
    long recordSize = bytes.u32(at);
    if (recordSize < knownSize || recordSize % 4 != 0) {
      throw new MalformedBtfException(
          at, "rec_size=" + recordSize + ", expected a multiple of 4 from " + knownSize + " on");
    }
    at += 4;
    while (at < end) {
      at = section(at, end, recordSize, reader);
    }
  }

  private long section(long at, long end, long recordSize, RecordReader reader) {
    if (end - at < 8) {
      throw new MalformedBtfException(
          at, "a section's header goes beyond the records, which end at " + end);
    }
    String name = string(at);
    long count = bytes.u32(at + 4);
    long first = at + 8;
    if (name.isEmpty() || count == 0 || count * recordSize > end - first) {
      throw new MalformedBtfException(
          at,
          "section=\""
              + name
              + "\" num_info="
              + count
              + " rec_size="
              + recordSize
              + " do not fit the records, which end at "
              + end);
    }
    Parts parts =
        sections.computeIfAbsent(
            name, _ -> new Parts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    for (long i = 0; i < count; i++) {
      reader.read(parts, first + i * recordSize);
    }
    return first + count * recordSize;
  }

  private void function(Parts parts, long at) {
    int typeId = typeId(at + 4);
    if (btf.kind(typeId) != BtfKind.FUNCTION) {
      throw new MalformedBtfException(
          at + 4, "type id=" + typeId + " is " + btf.kind(typeId) + ", expected FUNCTION");
    }
    parts.functions().add(new BtfExtension.FunctionInfo(instructionOffset(at), typeId));
  }

  private void line(Parts parts, long at) {
    int lineAndColumn = bytes.s32(at + 12);
    parts
        .lines()
        .add(
            new BtfExtension.LineInfo(
                instructionOffset(at),
                string(at + 4),
                string(at + 8),
                lineAndColumn >>> COLUMN_BITS,
                lineAndColumn & ((1 << COLUMN_BITS) - 1)));
  }

  private void relocation(Parts parts, long at) {
    long number = bytes.u32(at + 12);
    CoreRelocationKind kind = CoreRelocationKind.ofNumber(number);
    if (kind == null) {
      throw new MalformedBtfException(at + 12, "core relocation kind=" + number + " is not known");
    }
    parts
        .relocations()
        .add(
            new BtfExtension.CoreRelocation(
                instructionOffset(at), typeId(at + 4), string(at + 8), kind));
  }

  private long instructionOffset(long at) {
    long offset = bytes.u32(at);
    if (offset % INSTRUCTION_BYTES != 0) {
      throw new MalformedBtfException(at, "insn_off=" + offset + " is not a multiple of 8");
    }
    return offset;
  }

  private int typeId(long at) {
    long id = bytes.u32(at);
    if (id >= btf.typeCount()) {
      throw new MalformedBtfException(at, "type id=" + id + ", but there are " + btf.typeCount());
    }
    return (int) id;
  }

  /** Sections, files and lines repeat, so that each string is decoded once. */
  private String string(long at) {
    return strings.computeIfAbsent(bytes.u32(at), offset -> btf.string(offset, at));
  }
}
