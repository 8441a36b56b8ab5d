package dev.skep.recording.tracedat;

import dev.skep.engine.TracepointFormat;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.ring.PageLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a trace.dat says of itself, without its records.
 *
 * @param version 6 or 7
 * @param layout how pages of CPU data are laid out, with the file's byte order
 * @param compression how CPU data in compressed buffers are compressed
 * @param formats of all events that the file describes
 * @param commandLines thread names that the kernel had saved when the recording ended, by thread id
 * @param options the facts that its options give
 * @param buffers the top buffer and those of instances
 */
record TraceDat(
    int version,
    PageLayout layout,
    Compression compression,
    List<TracepointFormat> formats,
    Map<Integer, String> commandLines,
    Options options,
    List<TraceBuffer> buffers) {
  private static final byte[] MAGIC = {
    0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g',
  };

  /**
   * The buffer of the tracer or of one instance.
   *
   * @param name the instance; empty for the tracer's own
   * @param clock the clock of its time stamps; empty where only the options say
   * @param pageBytes the size of a page
   * @param compressed whether CPU data are chunks
   */
  record TraceBuffer(
      String name, String clock, int pageBytes, boolean compressed, List<CpuData> cpus) {}

  /** One CPU's pages: where they are in the file and how many bytes they take there. */
  record CpuData(int cpu, long offset, long sizeBytes) {}

  /** How a file of this format starts. */
  static boolean hasMagic(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads everything but the records.
   *
   * @throws dev.skep.recording.io.MalformedRecordingException when the file is damaged there
   */
  static TraceDat read(RecordingFile file) {
    RecordingInput start = RecordingInput.of(file, ByteOrder.LITTLE_ENDIAN, 0, file.size());
    byte[] magic = start.sized(MAGIC.length, MAGIC.length, "the magic number");
    if (!hasMagic(magic)) {
      throw file.malformed(
          0, "not a trace.dat: it starts with " + new String(magic, StandardCharsets.US_ASCII));
    }
    String version = start.string();
    int endian = start.u8();
    int longBytes = start.u8();
    if (endian > 1 || (longBytes != 4 && longBytes != 8)) {
      throw start.malformed(
          "byte order=" + endian + " and long size=" + longBytes + " are unknown");
    }
    ByteOrder order = endian == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    RecordingInput input = start.withOrder(order);
    int pageBytes = pageBytes(input, input.u32());
    return switch (version) {
      case "6" -> new SequentialReader(input, longBytes, pageBytes).read();
      case "7" -> new SectionReader(input, longBytes).read();
      default -> throw start.malformed("version " + version + " is not supported; 6 and 7 are");
    };
  }

  /** Checks a page's size: a power of two from 512 bytes to 4 MiB. */
  static int pageBytes(RecordingInput at, long size) {
    if (size < 512 || size > 4 << 20 || Long.bitCount(size) != 1) {
      throw at.malformed("page size=" + size + " is not a power of two from 512 to 4194304");
    }
    return (int) size;
  }
}
