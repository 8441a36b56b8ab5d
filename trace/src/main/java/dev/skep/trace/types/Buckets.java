package dev.skep.trace.types;

import dev.skep.trace.types.Content.LinearHistogram;

/**
 * How values fall into buckets. Of the doubling histogram, bucket 0 holds negative values, 1 zero,
 * 2 one, and bucket n from 2^(n-2) up to but not including 2^(n-1).
 */
public final class Buckets {
  /** The highest bucket ends at 2^63 − 1. */
  public static final int POWER_COUNT = 65;

  /** More buckets than this are refused. */
  public static final int MOST_LINEAR = 1000;

  private Buckets() {}

  /** The least value of a doubling bucket; bucket 0 has none. */
  public static long powerLow(int bucket) {
    return bucket <= 1 ? 0 : 1L << (bucket - 2);
  }

  /** The greatest value of a doubling bucket. */
  public static long powerHigh(int bucket) {
    return bucket == 0 ? -1 : bucket == 1 ? 0 : (1L << (bucket - 2)) - 1 + (1L << (bucket - 2));
  }

  /** The buckets of a linear histogram: below min, the equal ones, max and above. */
  public static int linearCount(LinearHistogram histogram) {
    return (int) ((histogram.max() - histogram.min() + histogram.step() - 1) / histogram.step())
        + 2;
  }
}
