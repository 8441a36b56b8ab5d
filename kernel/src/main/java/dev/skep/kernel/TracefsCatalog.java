package dev.skep.kernel;

import dev.skep.btf.Btf;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormatParser;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be probed on this machine, as tracefs says. */
final class TracefsCatalog implements ProbeCatalog {
  /** Names are C identifiers, and are part of a path. */
  private static final Pattern NAME = Pattern.compile("[\\w-]+");

  private final Tracefs tracefs;
  private final TypeObjects types;

  TracefsCatalog(Tracefs tracefs, TypeObjects types) {
    this.tracefs = tracefs;
    this.types = types;
  }

  @Override
  public Stream<String> tracepoints() {
    return tracefs.read("available_events").orElse("").lines().sorted();
  }

  @Override
  public Optional<TracepointFormat> tracepoint(String category, String name) {
    if (!NAME.matcher(category).matches() || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return tracefs
        .read("events/" + category + "/" + name + "/format")
        .map(text -> TracepointFormatParser.parse(category, text));
  }

  @Override
  public Optional<Btf> types() {
    return types.kernel();
  }

  @Override
  public String origin() {
    return "tracefs at " + tracefs.folder();
  }
}
