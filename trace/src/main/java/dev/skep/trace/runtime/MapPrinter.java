package dev.skep.trace.runtime;

import dev.skep.trace.output.PrintedMap;
import dev.skep.trace.output.PrintedMap.Row;
import dev.skep.trace.output.PrintedValue;
import dev.skep.trace.output.PrintedValue.Bucket;
import dev.skep.trace.types.Buckets;
import dev.skep.trace.types.Content;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns a reading of a map into what is printed: ascending by value, histograms by their total. */
final class MapPrinter {
  private final ScriptMap map;
  private final long divisor;

  private record Line(Key key, PrintedValue value, long rank) {}

  private MapPrinter(ScriptMap map, long divisor) {
    this.map = map;
    this.divisor = divisor;
  }

  /**
   * The map as it is printed.
   *
   * @param top how many entries at most, the greatest; 0 for all
   * @param divisor what values are divided by
   */
  static PrintedMap print(ScriptMap map, Reading reading, int top, long divisor) {
    return new MapPrinter(map, divisor).print(reading, top);
  }

  private PrintedMap print(Reading reading, int top) {
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<Key, long[]> entry : reading.cells().entrySet()) {
      addLine(lines, entry.getKey(), entry.getValue());
    }
    for (Map.Entry<Key, String> entry : reading.texts().entrySet()) {
      lines.add(new Line(entry.getKey(), new PrintedValue.Text(entry.getValue()), 0));
    }
    boolean signed = signed();
    lines.sort((a, b) -> {
      int order = signed ? Long.compare(a.rank, b.rank) : Long.compareUnsigned(a.rank, b.rank);
      return order != 0 ? order : a.key.compare(b.key, map);
    });
    List<Row> rows = new ArrayList<>();
    int first = top > 0 ? Math.max(0, lines.size() - top) : 0;
    for (Line line : lines.subList(first, lines.size())) {
      rows.add(new Row(line.key.printed(map), line.value));
    }
    return new PrintedMap(map.name(), !map.keys().isEmpty(), kind(), rows);
  }

  private PrintedMap.Kind kind() {
    return switch (map.content()) {
      case Content.PowerHistogram _, Content.LinearHistogram _ -> PrintedMap.Kind.HISTOGRAM;
      case Content.Average _, Content.Statistics _ -> PrintedMap.Kind.STATISTICS;
      case Content.Scalar _, Content.Count _, Content.Sum _, Content.Minimum _, Content.Maximum _ ->
          PrintedMap.Kind.SCALAR;
    };
  }

  private boolean signed() {
    return switch (map.content()) {
      case Content.Scalar(Type.Integral type) -> type.signed();
      case Content.Sum(boolean signed) -> signed;
      case Content.Minimum(boolean signed) -> signed;
      case Content.Maximum(boolean signed) -> signed;
      case Content.Average(boolean signed) -> signed;
      case Content.Statistics(boolean signed) -> signed;
      case Content.Scalar _, Content.Count _, Content.PowerHistogram _, Content.LinearHistogram _ ->
          true;
    };
  }

  private void addLine(List<Line> lines, Key key, long[] cells) {
    switch (map.content()) {
      case Content.Scalar _, Content.Count _ -> lines.add(number(key, cells[0]));
      case Content.Sum _ -> lines.add(number(key, cells[1]));
      case Content.Minimum _, Content.Maximum _ -> {
        if (cells[0] != 0) {
          lines.add(number(key, cells[1]));
        }
      }
      case Content.Average _ -> {
        long average = average(cells);
        lines.add(new Line(key, new PrintedValue.Average(divide(average), signed()), average));
      }
      case Content.Statistics _ -> {
        long average = average(cells);
        PrintedValue value =
            new PrintedValue.Statistics(cells[0], divide(average), divide(cells[1]), signed());
        lines.add(new Line(key, value, average));
      }
      case Content.PowerHistogram _, Content.LinearHistogram _ -> {
        PrintedValue.Histogram histogram = histogram(cells);
        if (!histogram.buckets().isEmpty()) {
          lines.add(new Line(key, histogram, histogram.total()));
        }
      }
    }
  }

  private Line number(Key key, long value) {
    return new Line(key, new PrintedValue.Integral(divide(value), signed()), value);
  }

  private long divide(long value) {
    return signed() ? value / divisor : Long.divideUnsigned(value, divisor);
  }

  private long average(long[] cells) {
    if (cells[0] == 0) {
      return 0;
    }
    return signed() ? cells[1] / cells[0] : Long.divideUnsigned(cells[1], cells[0]);
  }

  private PrintedValue.Histogram histogram(long[] cells) {
    int first = 0;
    int last = cells.length - 1;
    while (first <= last && cells[first] == 0) {
      first++;
    }
    while (last >= first && cells[last] == 0) {
      last--;
    }
    List<Bucket> buckets = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      buckets.add(
          map.content() instanceof Content.LinearHistogram linear
              ? linear(linear, i, cells[i] / divisor)
              : new Bucket(
                  i == 0 ? Long.MIN_VALUE : Buckets.powerLow(i),
                  Buckets.powerHigh(i),
                  cells[i] / divisor));
    }
    return new PrintedValue.Histogram(map.content() instanceof Content.PowerHistogram, buckets);
  }

  private static Bucket linear(Content.LinearHistogram linear, int bucket, long count) {
    if (bucket == 0) {
      return new Bucket(Long.MIN_VALUE, linear.min() - 1, count);
    }
    if (bucket == linear.buckets() - 1) {
      return new Bucket(linear.max(), Long.MAX_VALUE, count);
    }
    long low = linear.min() + (bucket - 1) * linear.step();
    return new Bucket(low, Math.min(low + linear.step(), linear.max()) - 1, count);
  }
}
