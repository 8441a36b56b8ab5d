package dev.skep.recording.tracedat;

import dev.skep.recording.formats.Metadata;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.ring.PageLayout;
import dev.skep.recording.tracedat.TraceDat.TraceBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Version 7: sections that a chain of options points to (trace-cmd.dat.v7(5)).
 *
 * <pre>
 *   section header: u16 id | u16 flags (1 = compressed) | u32 description | u64 size
 *   compressed:     u32 compressed size | u32 size | data
 * </pre>
 */
final class SectionReader {
  private static final int OPTIONS = 0;
  private static final int HEADER_BYTES = 16;
  private static final int COMPRESSED = 1;

  private final RecordingInput start;
  private final RecordingFile file;
  private final Metadata metadata;
  private final OptionReader options;
  private final Compression compression;

  SectionReader(RecordingInput start, int longBytes) {
    this.start = start;
    this.file = start.file();
    this.metadata = new Metadata(PageLayout.of(start.order(), longBytes));
    this.options = new OptionReader(7);
    this.compression = compression(start);
  }

  private static Compression compression(RecordingInput at) {
    String name = at.string();
    String version = at.string();
    return switch (name) {
      case "none", "" -> Compression.NONE;
      case "zlib" -> Compression.ZLIB;
      case "zstd" -> Compression.ZSTD;
      default ->
          throw at.malformed(
              "compression " + name + " " + version + " is not supported; zlib and zstd are");
    };
  }

  TraceDat read() {
    readOptions(start.u64());
    readSection(OptionReader.HEADER_INFO, metadata::readHeaderInfo);
    readSection(OptionReader.FTRACE_EVENTS, metadata::readFtraceFormats);
    readSection(OptionReader.EVENT_FORMATS, metadata::readEventFormats);
    readSection(OptionReader.COMMAND_LINES, metadata::readCommandLines);
    return new TraceDat(
        7,
        metadata.layout(),
        compression,
        metadata.formats(),
        metadata.commandLines(),
        options.facts(),
        readBuffers());
  }

  private void readOptions(long first) {
    Set<Long> seen = new HashSet<>();
    for (long offset = first; offset != 0; offset = options.takeNextSection()) {
      if (!seen.add(offset)) {
        throw file.malformed(offset, "sections of options form a ring");
      }
      RecordingInput section = open(offset, OPTIONS);
      while (options.readOne(section)) {
        // The reader keeps what it reads.
      }
    }
  }

  private void readSection(int id, Consumer<RecordingInput> reader) {
    Long offset = options.sections().get(id);
    if (offset != null) {
      reader.accept(open(offset, id));
    }
  }

  private RecordingInput open(long offset, int id) {
    RecordingInput header = RecordingInput.of(file, start.order(), offset, file.size());
    int flags = flags(header, id);
    header.skip(4, "a section header");
    long size = header.u64();
    long from = offset + HEADER_BYTES;
    if ((flags & COMPRESSED) == 0) {
      file.requireRange(from, size, "section " + id);
      return RecordingInput.of(file, start.order(), from, from + size);
    }
    long compressedSize = header.u32();
    header.skip(4, "a section header");
    file.requireRange(from + 8, compressedSize, "section " + id);
    return RecordingInput.decompressed(
        file,
        compression.open(file.stream(from + 8, from + 8 + compressedSize)),
        start.order(),
        from + 8);
  }

  private static int flags(RecordingInput header, int id) {
    int found = header.u16();
    if (found != id) {
      throw header.malformed("section id=" + found + " stands where section " + id + " belongs");
    }
    return header.u16();
  }

  private List<TraceBuffer> readBuffers() {
    List<TraceBuffer> buffers = new ArrayList<>();
    for (OptionReader.Instance instance : options.instances()) {
      RecordingInput header =
          RecordingInput.of(file, start.order(), instance.offset(), file.size());
      int flags = flags(header, OptionReader.BUFFER);
      buffers.add(
          new TraceBuffer(
              instance.name(),
              instance.clock(),
              instance.pageBytes(),
              (flags & COMPRESSED) != 0,
              instance.cpus()));
    }
    return buffers;
  }
}
