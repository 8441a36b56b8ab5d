package dev.skep.engine;

import dev.skep.btf.Btf;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be probed here: on this machine, or in a recording. */
public interface ProbeCatalog {

  /** All tracepoints, as {@code category:name}, sorted. */
  Stream<String> tracepoints();

  /** The record format of a tracepoint, or empty when there is none of this name. */
  Optional<TracepointFormat> tracepoint(String category, String name);

  /** The kernel's types, or empty when they are not known. */
  Optional<Btf> types();

  /**
   * Where this catalogue comes from, for messages: {@code tracefs at /sys/kernel/tracing}, {@code
   * recording.dat}.
   */
  String origin();
}
