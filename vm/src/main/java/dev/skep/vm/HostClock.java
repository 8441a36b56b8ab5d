package dev.skep.vm;

import dev.skep.engine.Clock;

/** The host's monotonic clock. */
record HostClock() implements Clock {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public String name() {
    return "monotonic";
  }
}
