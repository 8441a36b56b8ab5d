package dev.skep.tools;

import dev.skep.engine.Clock;
import dev.skep.tools.BitehistOptions.By;
import dev.skep.trace.output.JsonText;
import dev.skep.trace.output.Output;
import dev.skep.trace.output.PrintedMap;
import dev.skep.trace.output.PrintedValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the histograms of {@link Bitehist}: a block for each interval, as bcc's tools do. */
final class BitehistOutput implements Output {
  private final BitehistOptions options;
  private final OutputStream out;
  private final Clock clock;
  private final StringBuilder pending = new StringBuilder();
  private @Nullable Bitehist tool;
  private long blocks;
  private boolean ending;
  private boolean endPrinted;

  BitehistOutput(BitehistOptions options, OutputStream out, Clock clock) {
    this.options = options;
    this.out = out;
    this.clock = clock;
  }

  /** Says what to stop when the last interval was printed. */
  void stopWith(Bitehist bitehist) {
    this.tool = bitehist;
  }

  @Override
  public void attaching(int probes) throws IOException {
    if (!options.json() && !options.replay()) {
      pending.append("Tracing block device I/O... ");
      if (options.intervalSeconds() > 0) {
        pending
            .append("Interval ")
            .append(options.intervalSeconds())
            .append(" secs. Ctrl-C to end.\n");
      } else {
        pending.append("Hit Ctrl-C to end.\n");
      }
      flush();
    }
  }

  @Override
  public void map(PrintedMap map) throws IOException {
    if (complete()) {
      return;
    }
    blocks++;
    endPrinted |= ending;
    Map<String, Log2Histogram> histograms = histograms(map);
    if (options.json()) {
      json(histograms);
    } else {
      text(histograms);
    }
    flush();
    if (complete() && tool != null) {
      tool.requestStop();
    }
  }

  private boolean complete() {
    return options.count() > 0 && blocks >= options.count();
  }

  /** What is left when all is over: the last interval's block even when nothing happened in it. */
  void finish() throws IOException {
    if (!endPrinted) {
      map(
          new PrintedMap(
              Bitehist.MAP, options.by().isPresent(), PrintedMap.Kind.HISTOGRAM, List.of()));
    }
    flush();
  }

  /** Keys that print alike (operations with other flags) share a histogram. */
  private Map<String, Log2Histogram> histograms(PrintedMap map) {
    Map<String, Log2Histogram> found = new LinkedHashMap<>();
    for (PrintedMap.Row row : map.rows()) {
      if (row.value() instanceof PrintedValue.Histogram histogram) {
        String key = row.key().isEmpty() ? "" : label(row.key().getFirst());
        found.computeIfAbsent(key, _ -> new Log2Histogram()).add(histogram);
      }
    }
    List<Map.Entry<String, Log2Histogram>> entries = new ArrayList<>(found.entrySet());
    entries.sort((a, b) -> Long.compare(a.getValue().total(), b.getValue().total()));
    Map<String, Log2Histogram> sorted = new LinkedHashMap<>();
    for (Map.Entry<String, Log2Histogram> entry : entries) {
      sorted.put(entry.getKey(), entry.getValue());
    }
    return sorted;
  }

  private String label(String key) {
    By by = options.by().orElse(By.COMM);
    return switch (by) {
      case COMM -> key;
      case DISK -> DeviceNumber.of(Long.parseLong(key)).toString();
      case OP -> BlockOperation.of(key).label();
    };
  }

  private void text(Map<String, Log2Histogram> histograms) {
    if (options.by().isEmpty()) {
      pending.append('\n');
    }
    for (Map.Entry<String, Log2Histogram> entry : histograms.entrySet()) {
      if (options.by().isPresent()) {
        pending
            .append('\n')
            .append(options.by().get().label())
            .append(" = ")
            .append(entry.getKey())
            .append('\n');
      }
      entry.getValue().appendText(pending, "kbytes");
    }
  }

  private void json(Map<String, Log2Histogram> histograms) {
    pending.append("{\"interval\":").append(blocks).append(",\"ts\":");
    appendSeconds(options.replay() ? clock.nanos() : System.currentTimeMillis() * 1_000_000);
    pending.append(",\"unit\":\"kbytes\",\"source\":");
    pending.append(options.replay() ? "\"replay\"" : "\"live\"");
    if (options.by().isEmpty()) {
      pending.append(",\"histogram\":");
      histograms.getOrDefault("", new Log2Histogram()).appendJson(pending);
    } else {
      pending.append(",\"by\":\"").append(options.by().get().label()).append("\",\"histograms\":[");
      String comma = "";
      for (Map.Entry<String, Log2Histogram> entry : histograms.entrySet()) {
        JsonText.quote(pending.append(comma).append("{\"key\":"), entry.getKey());
        entry.getValue().appendJson(pending.append(",\"histogram\":"));
        pending.append('}');
        comma = ",";
      }
      pending.append(']');
    }
    pending.append("}\n");
  }

  private void appendSeconds(long nanos) {
    String fraction = Long.toString(nanos % 1_000_000_000);
    pending
        .append(nanos / 1_000_000_000)
        .append('.')
        .repeat('0', 9 - fraction.length())
        .append(fraction);
  }

  @Override
  public void ending() {
    ending = true;
  }

  @Override
  public void flush() throws IOException {
    byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
    pending.setLength(0);
    if (bytes.length > 0) {
      out.write(bytes);
      out.flush();
    }
  }

  /** The script prints nothing but its map, and losses come as warnings. */
  @Override
  public void printf(String text) {}

  @Override
  public void time(String text) {}

  @Override
  public void value(PrintedValue value) {}

  @Override
  public void lost(long records) {}
}
