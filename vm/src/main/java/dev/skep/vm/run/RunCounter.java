package dev.skep.vm.run;

import java.util.concurrent.atomic.LongAdder;

/** How often a program ran and how long it took. */
public final class RunCounter {
  private final LongAdder runs = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void ran(long forNanos) {
    runs.increment();
    nanos.add(forNanos);
  }

  /** How many runs have ended, trapped ones included. */
  public long runs() {
    return runs.sum();
  }

  /** The time of all runs in nanoseconds. */
  public long nanos() {
    return nanos.sum();
  }
}
