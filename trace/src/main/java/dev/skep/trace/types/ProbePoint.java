package dev.skep.trace.types;

import dev.skep.engine.TracepointFormat;

/** What a program runs on, found and understood. */
public sealed interface ProbePoint {

  /** The value of the builtin {@code probe}. */
  String name();

  /** A tracepoint. */
  record Tracepoint(TracepointFormat format) implements ProbePoint {
    @Override
    public String name() {
      return "tracepoint:" + format.category() + ":" + format.name();
    }
  }

  /** Every so many nanoseconds. */
  record Interval(long nanos, String name) implements ProbePoint {}

  /** Before anything is attached. */
  record Begin() implements ProbePoint {
    @Override
    public String name() {
      return "BEGIN";
    }
  }

  /** After everything is detached. */
  record End() implements ProbePoint {
    @Override
    public String name() {
      return "END";
    }
  }
}
