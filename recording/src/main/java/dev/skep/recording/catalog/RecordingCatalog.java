package dev.skep.recording.catalog;

import dev.skep.btf.Btf;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tracepoints whose formats a recording holds. It knows no types. */
public final class RecordingCatalog implements ProbeCatalog {
  private final TreeMap<String, TracepointFormat> byName = new TreeMap<>();
  private final String origin;

  /**
   * A catalogue of formats.
   *
   * @param origin the recording's name
   */
  public RecordingCatalog(List<TracepointFormat> formats, String origin) {
    this.origin = origin;
    for (TracepointFormat format : formats) {
      byName.put(format.category() + ":" + format.name(), format);
    }
  }

  @Override
  public Stream<String> tracepoints() {
    return byName.keySet().stream();
  }

  @Override
  public Optional<TracepointFormat> tracepoint(String category, String name) {
    return Optional.ofNullable(byName.get(category + ":" + name));
  }

  @Override
  public Optional<Btf> types() {
    return Optional.empty();
  }

  @Override
  public String origin() {
    return origin;
  }
}
