package dev.skep.trace.output;

import dev.skep.trace.output.PrintedValue.Bucket;
import dev.skep.trace.output.PrintedValue.Histogram;

/** Draws histograms as bpftrace does: a label in 16 columns, a count in 8, a bar of up to 52. */
final class HistogramText {
  private static final int LABEL = 16;
  private static final int COUNT = 8;
  private static final int BAR = 52;
  private static final String SUFFIXES = "KMGTPE";

  private HistogramText() {}

  static void append(StringBuilder out, Histogram histogram) {
    long max = 0;
    for (Bucket bucket : histogram.buckets()) {
      max = Math.max(max, bucket.count());
    }
    for (Bucket bucket : histogram.buckets()) {
      String label = histogram.powers() ? powerLabel(bucket) : linearLabel(bucket);
      String count = Long.toString(bucket.count());
      int stars = max == 0 ? 0 : (int) (bucket.count() / (float) max * BAR);
      out.append(label).repeat(' ', Math.max(0, LABEL - label.length()));
      out.repeat(' ', Math.max(0, COUNT - count.length())).append(count).append(" |");
      out.repeat('@', stars).repeat(' ', BAR - stars).append("|\n");
    }
  }

  private static String powerLabel(Bucket bucket) {
    if (bucket.high() < 0) {
      return "(..., 0)";
    }
    if (bucket.low() <= 1) {
      return "[" + bucket.low() + "]";
    }
    int power = 63 - Long.numberOfLeadingZeros(bucket.low());
    return "[" + powerLabel(power) + ", " + powerLabel(power + 1) + ")";
  }

  private static String powerLabel(int power) {
    int unit = power / 10;
    return (1L << power % 10) + (unit == 0 ? "" : SUFFIXES.substring(unit - 1, unit));
  }

  private static String linearLabel(Bucket bucket) {
    if (bucket.low() == Long.MIN_VALUE) {
      return "(..., " + number(bucket.high() + 1) + ")";
    }
    String high = bucket.high() == Long.MAX_VALUE ? "..." : number(bucket.high() + 1);
    return "[" + number(bucket.low()) + ", " + high + ")";
  }

  /** Whole multiples of 1024 are shortened. */
  private static String number(long value) {
    long rest = value;
    int unit = 0;
    while (rest != 0 && rest % 1024 == 0 && unit < SUFFIXES.length()) {
      rest /= 1024;
      unit++;
    }
    return rest + (unit == 0 ? "" : SUFFIXES.substring(unit - 1, unit));
  }
}
