package dev.skep.vm;

import dev.skep.btf.Btf;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue of an engine without an event source: nothing can be probed. */
record NoCatalog() implements ProbeCatalog {
  @Override
  public Stream<String> tracepoints() {
    return Stream.empty();
  }

  @Override
  public Optional<TracepointFormat> tracepoint(String category, String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Btf> types() {
    return Optional.empty();
  }

  @Override
  public String origin() {
    return "the vm engine without an event source";
  }
}
