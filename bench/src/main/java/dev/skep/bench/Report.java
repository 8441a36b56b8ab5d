package dev.skep.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a comparison prints: a table with medians and spread, and as its last line one JSON object.
 *
 * <p>{@code ratios} holds only the ratios that have a target, ours ÷ theirs for cost, lower is
 * better.
 */
final class Report {
  private final String bench;
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private final Map<String, String> others = new LinkedHashMap<>();

  Report(String bench) {
    this.bench = bench;
    System.out.printf("%-34s %12s %12s %12s%n", "", "minimum", "median", "maximum");
  }

  /** Prints a row of one side's samples; returns their median. */
  double row(String name, double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-34s %12.3f %12.3f %12.3f%n",
        name,
        sorted[0],
        median(sorted),
        sorted[sorted.length - 1]);
    return median(sorted);
  }

  /** Prints and keeps the ratio of two sides that took turns: the median of the pairs' ratios. */
  void ratio(String name, double[] ours, double[] theirs) {
    double[] pairs = new double[ours.length];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = ours[i] / theirs[i];
    }
    ratios.put(name, row(name + " (ours ÷ theirs)", pairs));
  }

  /** Keeps a fact for the JSON line: a version, a machine. */
  void fact(String name, String value) {
    others.put(name, value);
    System.out.printf("%-34s %s%n", name, value);
  }

  /** Prints the JSON line. */
  void finish() {
    StringBuilder json = new StringBuilder("{\"bench\":\"").append(bench).append("\",\"ratios\":{");
    double logarithms = 0;
    String separator = "";
    for (var each : ratios.entrySet()) {
      json.append(separator).append('"').append(each.getKey()).append("\":");
      json.append(String.format(Locale.ROOT, "%.3f", each.getValue()));
      logarithms += Math.log(each.getValue());
      separator = ",";
    }
    json.append("},\"geomean\":");
    json.append(
        String.format(Locale.ROOT, "%.3f", Math.exp(logarithms / Math.max(1, ratios.size()))));
    for (var each : others.entrySet()) {
      json.append(",\"").append(each.getKey()).append("\":\"");
      json.append(each.getValue().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    System.out.println(json.append('}'));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
