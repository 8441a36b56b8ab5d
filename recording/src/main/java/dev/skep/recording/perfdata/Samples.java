package dev.skep.recording.perfdata;

import dev.skep.engine.SourceException;
import dev.skep.recording.io.RecordingFile;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which event a sample is of, and so how it reads. */
final class Samples {
  private final SampleLayout only;
  private final boolean identified;
  private final Map<Long, SampleLayout> byIdentifier = new HashMap<>();
  private final String clockName;

  private Samples(List<PerfEvent> events, PerfEvent first, boolean identified) {
    this.only = new SampleLayout(first);
    this.identified = identified;
    this.clockName = first.clockName();
    for (PerfEvent event : events) {
      if (event.type() == PerfEvent.TYPE_TRACEPOINT) {
        SampleLayout layout = new SampleLayout(event);
        for (long id : event.ids()) {
          byIdentifier.put(id, layout);
        }
      }
    }
  }

  static Samples of(RecordingFile file, List<PerfEvent> events) {
    PerfEvent first =
        events.stream()
            .filter(event -> event.type() == PerfEvent.TYPE_TRACEPOINT)
            .findFirst()
            .orElseThrow(() ->
                new SourceException(
                    file.path()
                        + ": holds no tracepoints; record some with perf record -a"
                        + " -e CATEGORY:NAME"));
    boolean same =
        events.stream()
            .allMatch(event ->
                event.type() == PerfEvent.TYPE_TRACEPOINT
                    && event.sampleType() == first.sampleType()
                    && event.readFormat() == first.readFormat());
    boolean identified =
        events.stream().allMatch(event -> SampleLayout.startsWithIdentifier(event.sampleType()));
    if (!same && !identified) {
      throw new SourceException(
          file.path() + ": its events differ and samples do not say whose they are");
    }
    for (PerfEvent event : events) {
      if (event.type() == PerfEvent.TYPE_TRACEPOINT && !new SampleLayout(event).isComplete()) {
        throw new SourceException(
            file.path() + ": samples lack time, CPU or raw data; record with perf record -R -a");
      }
    }
    return new Samples(events, first, identified && !same);
  }

  String clockName() {
    return clockName;
  }

  /** How records that are no samples end. */
  SampleLayout any() {
    return only;
  }

  /** The layout of a sample, or null when it is of no tracepoint. */
  @Nullable SampleLayout layout(ByteBuffer record, int from, int to) {
    if (!identified) {
      return only;
    }
    return to - from < 8 ? null : byIdentifier.get(record.getLong(from));
  }
}
