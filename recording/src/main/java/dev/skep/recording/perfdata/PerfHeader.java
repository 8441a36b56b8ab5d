package dev.skep.recording.perfdata;

import dev.skep.engine.SourceException;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.io.RecordingInput;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a perf.data file.
 *
 * <pre>
 *   magic[8] | u64 header size | u64 attribute size | section attributes | section data
 *   | section event types | 256 bits of features
 *   section: u64 offset | u64 size
 * </pre>
 *
 * <p>A section for each feature follows the data, in the order of the bits.
 *
 * @param order the file's byte order
 * @param events what was recorded
 * @param data where the records are
 * @param features where the sections of the features are, by bit
 */
record PerfHeader(
    ByteOrder order, List<PerfEvent> events, Section data, Map<Integer, Section> features) {
  static final int FEATURE_TRACING_DATA = 1;
  static final int FEATURE_CPUS = 7;

  private static final byte[] MAGIC = "PERFILE2".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SWAPPED_MAGIC = "2ELIFREP".getBytes(StandardCharsets.US_ASCII);
  private static final int PIPE_HEADER_BYTES = 16;
  private static final int MIN_ATTRIBUTE_BYTES = 64;
  private static final int MAX_ATTRIBUTE_BYTES = 4096;
  private static final int FEATURE_BITS = 256;

  /** A part of the file. */
  record Section(long offset, long sizeBytes) {
    long end() {
      return offset + sizeBytes;
    }
  }

  static boolean hasMagic(byte[] start) {
    return start.length >= MAGIC.length
        && (Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
            || Arrays.equals(start, 0, MAGIC.length, SWAPPED_MAGIC, 0, MAGIC.length));
  }

  static PerfHeader read(RecordingFile file) {
    byte[] magic = new byte[MAGIC.length];
    file.read(0, magic, 0, magic.length);
    ByteOrder order = Arrays.equals(magic, MAGIC) ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    RecordingInput input = RecordingInput.of(file, order, MAGIC.length, file.size());
    if (input.u64() == PIPE_HEADER_BYTES) {
      throw new SourceException(
          file.path() + ": perf wrote it to a pipe; let perf record write a file (-o FILE)");
    }
    long attributeBytes = input.u64();
    Section attributes = section(input);
    Section data = section(input);
    section(input);
    long[] bits = new long[FEATURE_BITS / 64];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = input.u64();
    }
    if (data.sizeBytes() == 0) {
      throw input.malformed("the header says no data: perf record was ended before it finished");
    }
    return new PerfHeader(
        order,
        events(file, order, attributes, attributeBytes),
        data,
        features(file, order, data, bits));
  }

  private static Section section(RecordingInput input) {
    return new Section(input.u64(), input.u64());
  }

  private static List<PerfEvent> events(
      RecordingFile file, ByteOrder order, Section attributes, long attributeBytes) {
    file.requireRange(attributes.offset(), attributes.sizeBytes(), "attributes");
    if (attributeBytes < MIN_ATTRIBUTE_BYTES + 16
        || attributeBytes > MAX_ATTRIBUTE_BYTES
        || attributes.sizeBytes() % attributeBytes != 0) {
      throw file.malformed(16, "attribute size=" + attributeBytes + " does not divide the section");
    }
    List<PerfEvent> events = new ArrayList<>();
    for (long at = attributes.offset(); at < attributes.end(); at += attributeBytes) {
      RecordingInput input = RecordingInput.of(file, order, at, at + attributeBytes);
      events.add(PerfEvent.read(file, input, (int) attributeBytes - 16));
    }
    return events;
  }

  private static Map<Integer, Section> features(
      RecordingFile file, ByteOrder order, Section data, long[] bits) {
    file.requireRange(data.offset(), data.sizeBytes(), "the records");
    RecordingInput table = RecordingInput.of(file, order, data.end(), file.size());
    Map<Integer, Section> features = new HashMap<>();
    for (int bit = 0; bit < FEATURE_BITS; bit++) {
      if (((bits[bit / 64] >>> (bit % 64)) & 1) != 0) {
        features.put(bit, section(table));
      }
    }
    return features;
  }
}
