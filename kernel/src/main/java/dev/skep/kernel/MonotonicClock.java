package dev.skep.kernel;

import dev.skep.engine.Clock;

/**
 * {@code CLOCK_MONOTONIC}, which {@code bpf_ktime_get_ns} reads. On Linux, {@link System#nanoTime}
 * is that clock, with the same origin, and needs no system call.
 */
final class MonotonicClock implements Clock {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public String name() {
    return "monotonic";
  }
}
