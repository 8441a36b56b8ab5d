package dev.skep.tools;

import dev.skep.trace.output.PrintedValue;

/**
 * A histogram as bcc's {@code print_log2_hist} draws it. Row 1 holds 0 and 1, row n holds 2^(n−1)
 * up to 2^n − 1; rows go from 1 to the last that holds something.
 */
final class Log2Histogram {
  private static final int ROWS = 65;
  private static final int STARS = 40;
  private static final int WIDE_STARS = 20;
  private static final int NARROW_ROWS = 32;

  private final long[] counts = new long[ROWS];

  /** Adds the buckets of a doubling histogram; negative values have no row. */
  void add(PrintedValue.Histogram histogram) {
    for (PrintedValue.Bucket bucket : histogram.buckets()) {
      if (bucket.low() >= 0) {
        counts[row(bucket.low())] += bucket.count();
      }
    }
  }

  private static int row(long value) {
    return Math.max(1, 64 - Long.numberOfLeadingZeros(value));
  }

  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  private int lastRow() {
    int last = ROWS - 1;
    while (last > 0 && counts[last] == 0) {
      last--;
    }
    return last;
  }

  private static long low(int row) {
    return row == 1 ? 0 : 1L << (row - 1);
  }

  private static long high(int row) {
    return (1L << (row - 1)) - 1 + (1L << (row - 1));
  }

  /** Appends header and rows; nothing when it is empty. */
  void appendText(StringBuilder out, String label) {
    int last = lastRow();
    if (last == 0) {
      return;
    }
    boolean wide = last > NARROW_ROWS;
    out.repeat(' ', wide ? 15 : 5);
    left(out, label, wide ? 29 : 19);
    out.append(" : count     distribution\n");
    long max = 0;
    for (long count : counts) {
      max = Math.max(max, count);
    }
    int stars = wide ? WIDE_STARS : STARS;
    for (int row = 1; row <= last; row++) {
      right(out, low(row), wide ? 20 : 10);
      left(out.append(" -> "), Long.toString(high(row)), wide ? 20 : 10);
      left(out.append(" : "), Long.toString(counts[row]), 8);
      int filled = (int) (counts[row] * (double) stars / max);
      out.append(" |").repeat('*', filled).repeat(' ', stars - filled).append("|\n");
    }
  }

  /** Appends the rows as an array of objects with low, high and count. */
  void appendJson(StringBuilder out) {
    out.append('[');
    for (int row = 1; row <= lastRow(); row++) {
      out.append(row == 1 ? "" : ",").append("{\"low\":").append(low(row));
      out.append(",\"high\":").append(high(row));
      out.append(",\"count\":").append(counts[row]).append('}');
    }
    out.append(']');
  }

  private static void left(StringBuilder out, String text, int width) {
    out.append(text).repeat(' ', Math.max(0, width - text.length()));
  }

  private static void right(StringBuilder out, long number, int width) {
    String text = Long.toString(number);
    out.repeat(' ', Math.max(0, width - text.length())).append(text);
  }
}
