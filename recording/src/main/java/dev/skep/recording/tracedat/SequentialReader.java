package dev.skep.recording.tracedat;

import dev.skep.recording.formats.Metadata;
import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.ring.PageLayout;
import dev.skep.recording.tracedat.TraceDat.CpuData;
import dev.skep.recording.tracedat.TraceDat.TraceBuffer;
import java.util.ArrayList;
import java.util.List;

/** Version 6: one part after the other (trace-cmd.dat.v6(5)). */
final class SequentialReader {
  private static final int MARKER_BYTES = 10;
  private static final int MAX_CLOCK_BYTES = 4096;

  private final RecordingInput input;
  private final int pageBytes;
  private final Metadata metadata;
  private final OptionReader options;

  SequentialReader(RecordingInput input, int longBytes, int pageBytes) {
    this.input = input;
    this.pageBytes = pageBytes;
    this.metadata = new Metadata(PageLayout.of(input.order(), longBytes));
    this.options = new OptionReader(6);
  }

  TraceDat read() {
    metadata.readHeaderInfo(input);
    metadata.readFtraceFormats(input);
    metadata.readEventFormats(input);
    metadata.skipText(input, "kallsyms");
    metadata.skipText(input, "printk formats");
    metadata.readCommandLines(input);
    options.cpuCount(input, input.u32());
    readMarker(input);
    List<TraceBuffer> buffers = new ArrayList<>();
    buffers.add(readBuffer(input, ""));
    if (options.clockFollows()) {
      options.clock(input.text(input.u64(), MAX_CLOCK_BYTES, "the trace clock"));
    }
    for (OptionReader.Instance instance : options.instances()) {
      buffers.add(readInstance(instance));
    }
    return new TraceDat(
        6,
        metadata.layout(),
        Compression.NONE,
        metadata.formats(),
        metadata.commandLines(),
        options.facts(),
        buffers);
  }

  private TraceBuffer readInstance(OptionReader.Instance instance) {
    RecordingInput at =
        RecordingInput.of(input.file(), input.order(), instance.offset(), input.file().size());
    readMarker(at);
    return readBuffer(at, instance.name());
  }

  /** Reads options, if any, up to the marker of CPU data. */
  private void readMarker(RecordingInput at) {
    String marker = at.text(MARKER_BYTES, MARKER_BYTES, "a marker");
    if (marker.startsWith("options")) {
      while (options.readOne(at)) {
        // The reader keeps what it reads.
      }
      marker = at.text(MARKER_BYTES, MARKER_BYTES, "a marker");
    }
    if (marker.startsWith("latency")) {
      throw at.malformed("a latency trace holds text, not records; record events instead");
    }
    if (!marker.startsWith("flyrecord")) {
      throw at.malformed("\"" + marker + "\" stands where \"flyrecord\" belongs");
    }
  }

  private TraceBuffer readBuffer(RecordingInput at, String name) {
    List<CpuData> cpus = new ArrayList<>();
    for (int cpu = 0; cpu < options.cpuCount(); cpu++) {
      cpus.add(new CpuData(cpu, at.u64(), at.u64()));
    }
    return new TraceBuffer(name, "", pageBytes, false, cpus);
  }
}
