package dev.skep.trace.output;

import java.util.List;

/** A value as it is printed. */
public sealed interface PrintedValue {

  /** An integer. */
  record Integral(long value, boolean signed) implements PrintedValue {
    @Override
    public String toString() {
      return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
  }

  /** A string. */
  record Text(String value) implements PrintedValue {
    @Override
    public String toString() {
      return value;
    }
  }

  /** A mean. */
  record Average(long value, boolean signed) implements PrintedValue {
    @Override
    public String toString() {
      return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
  }

  /** A count, mean and total. */
  record Statistics(long count, long average, long total, boolean signed) implements PrintedValue {}

  /**
   * A histogram, from the first bucket that holds something to the last.
   *
   * @param powers whether buckets double; otherwise they are equal
   */
  record Histogram(boolean powers, List<Bucket> buckets) implements PrintedValue {
    public Histogram {
      buckets = List.copyOf(buckets);
    }

    /** How much all buckets hold. */
    public long total() {
      long total = 0;
      for (Bucket bucket : buckets) {
        total += bucket.count();
      }
      return total;
    }
  }

  /**
   * One bucket.
   *
   * @param low the least value in it; {@link Long#MIN_VALUE} when it is open below
   * @param high the greatest value in it; {@link Long#MAX_VALUE} when it is open above
   */
  record Bucket(long low, long high, long count) {}
}
