package dev.skep.isa;

import java.util.function.LongConsumer;

/** Runs a property with one seed after the other for {@code skep.fuzz.seconds} (default 3). */
public final class FuzzBudget {
  private FuzzBudget() {}

  /** Runs the property at least once; a failure names the seed. */
  public static void forEachSeed(LongConsumer property) {
    long end = System.nanoTime() + Long.getLong("skep.fuzz.seconds", 3) * 1_000_000_000L;
    long seed = 1;
    do {
      try {
        property.accept(seed);
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("seed=" + seed + ": " + failure, failure);
      }
      seed++;
    } while (System.nanoTime() < end);
  }
}
