package dev.skep.vm.hook;

import java.util.concurrent.atomic.LongAdder;

/** Runs of one program and the time that they took. */
public final class RunCounter {
  private final LongAdder runs = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Counts a run. */
  void count(long duration) {
    runs.increment();
    nanos.add(duration);
  }

  /** How many runs there were. */
  public long runs() {
    return runs.sum();
  }

  /** How long they took together. */
  public long nanos() {
    return nanos.sum();
  }
}
