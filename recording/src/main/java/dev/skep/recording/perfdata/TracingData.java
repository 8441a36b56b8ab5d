package dev.skep.recording.perfdata;

import dev.skep.engine.SourceException;
import dev.skep.recording.formats.Metadata;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.perfdata.PerfHeader.Section;
import dev.skep.recording.ring.PageLayout;
import java.nio.ByteOrder;

/**
 * The feature section with the formats of tracepoints: written as trace.dat was before version 6,
 * and saved command lines from version 0.6 on.
 */
final class TracingData {
  private static final int MAGIC_BYTES = 10;
  private static final int MAX_CPUS = 1 << 16;

  private TracingData() {}

  static Metadata read(RecordingFile file, PerfHeader header) {
    Section section = header.features().get(PerfHeader.FEATURE_TRACING_DATA);
    if (section == null) {
      throw new SourceException(file.path() + ": holds no formats of tracepoints");
    }
    file.requireRange(section.offset(), section.sizeBytes(), "the formats of tracepoints");
    RecordingInput start = RecordingInput.of(file, header.order(), section.offset(), section.end());
    start.skip(MAGIC_BYTES, "the start of the formats");
    String version = start.string();
    RecordingInput input =
        start.withOrder(start.u8() == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int longBytes = input.u8();
    input.skip(4, "the page size");
    Metadata metadata = new Metadata(PageLayout.of(input.order(), longBytes));
    metadata.readHeaderInfo(input);
    metadata.readFtraceFormats(input);
    metadata.readEventFormats(input);
    metadata.skipText(input, "kallsyms");
    metadata.skipText(input, "printk formats");
    if (!version.equals("0.5")) {
      metadata.readCommandLines(input);
    }
    return metadata;
  }

  /** How many CPUs the machine had. */
  static int cpus(RecordingFile file, PerfHeader header) {
    Section section = header.features().get(PerfHeader.FEATURE_CPUS);
    if (section == null) {
      return 1;
    }
    RecordingInput input = RecordingInput.of(file, header.order(), section.offset(), section.end());
    long available = input.u32();
    if (available < 1 || available > MAX_CPUS) {
      throw input.malformed("cpus=" + available + " is not from 1 to " + MAX_CPUS);
    }
    return (int) available;
  }
}
