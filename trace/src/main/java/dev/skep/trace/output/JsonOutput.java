package dev.skep.trace.output;

import dev.skep.trace.output.PrintedMap.Row;
import dev.skep.trace.output.PrintedValue.Bucket;
import dev.skep.trace.output.PrintedValue.Histogram;
import dev.skep.trace.output.PrintedValue.Statistics;
import java.io.IOException;
import java.io.OutputStream;

/** Prints one JSON object a line, {@code {"type": …, "data": …}}, as bpftrace does. */
public final class JsonOutput implements Output {
  private final Sink sink;

  /** Prints to a stream, which stays open. */
  public JsonOutput(OutputStream stream) {
    this.sink = new Sink(stream);
  }

  private StringBuilder begin(String type) {
    return sink.pending().append("{\"type\": \"").append(type).append("\", \"data\": ");
  }

  private void end() throws IOException {
    sink.pending().append("}\n");
    sink.flushIfLarge();
  }

  @Override
  public void attaching(int probes) throws IOException {
    begin("attached_probes").append("{\"probes\": ").append(probes).append('}');
    end();
    sink.flush();
  }

  @Override
  public void printf(String text) throws IOException {
    JsonText.quote(begin("printf"), text);
    end();
  }

  @Override
  public void time(String text) throws IOException {
    JsonText.quote(begin("time"), text);
    end();
  }

  @Override
  public void value(PrintedValue value) throws IOException {
    append(begin("value"), value);
    end();
  }

  @Override
  public void map(PrintedMap map) throws IOException {
    if (map.rows().isEmpty()) {
      return;
    }
    String type =
        switch (map.kind()) {
          case SCALAR -> "map";
          case STATISTICS -> "stats";
          case HISTOGRAM -> "hist";
        };
    StringBuilder out = begin(type).append('{');
    JsonText.quote(out, map.name());
    out.append(": ");
    if (map.keyed()) {
      out.append('{');
      String comma = "";
      for (Row row : map.rows()) {
        JsonText.quote(out.append(comma), String.join(",", row.key()));
        append(out.append(": "), row.value());
        comma = ", ";
      }
      out.append('}');
    } else {
      append(out, map.rows().getFirst().value());
    }
    out.append('}');
    end();
  }

  private static void append(StringBuilder out, PrintedValue value) {
    switch (value) {
      case PrintedValue.Integral number -> out.append(number);
      case PrintedValue.Average average -> out.append(average);
      case PrintedValue.Text(String text) -> JsonText.quote(out, text);
      case Statistics(long count, long average, long total, boolean signed) ->
          out.append("{\"count\": ")
              .append(count)
              .append(", \"average\": ")
              .append(new PrintedValue.Integral(average, signed))
              .append(", \"total\": ")
              .append(new PrintedValue.Integral(total, signed))
              .append('}');
      case Histogram histogram -> histogram(out, histogram);
    }
  }

  private static void histogram(StringBuilder out, Histogram histogram) {
    out.append('[');
    String comma = "";
    for (Bucket bucket : histogram.buckets()) {
      out.append(comma).append('{');
      if (bucket.low() != Long.MIN_VALUE) {
        out.append("\"min\": ").append(bucket.low()).append(", ");
      }
      boolean openAbove = bucket.high() == Long.MAX_VALUE && !histogram.powers();
      if (!openAbove) {
        out.append("\"max\": ").append(bucket.high()).append(", ");
      }
      out.append("\"count\": ").append(bucket.count()).append('}');
      comma = ", ";
    }
    out.append(']');
  }

  @Override
  public void lost(long records) throws IOException {
    begin("lost_events").append("{\"events\": ").append(records).append('}');
    end();
  }

  @Override
  public void ending() {}

  @Override
  public void flush() throws IOException {
    sink.flush();
  }
}
