package dev.skep.trace.output;

import dev.skep.trace.output.PrintedMap.Row;
import dev.skep.trace.output.PrintedValue.Histogram;
import dev.skep.trace.output.PrintedValue.Statistics;
import java.io.IOException;
import java.io.OutputStream;

/** Prints text as bpftrace 0.17 does. */
public final class TextOutput implements Output {
  private final Sink sink;

  /** Prints to a stream, which stays open. */
  public TextOutput(OutputStream stream) {
    this.sink = new Sink(stream);
  }

  @Override
  public void attaching(int probes) throws IOException {
    sink.pending()
        .append("Attaching ")
        .append(probes)
        .append(probes == 1 ? " probe...\n" : " probes...\n");
    sink.flush();
  }

  @Override
  public void printf(String text) throws IOException {
    sink.pending().append(text);
    sink.flushIfLarge();
  }

  @Override
  public void time(String text) throws IOException {
    printf(text);
  }

  @Override
  public void value(PrintedValue value) throws IOException {
    append(value);
    sink.flushIfLarge();
  }

  @Override
  public void map(PrintedMap map) throws IOException {
    StringBuilder out = sink.pending();
    for (Row row : map.rows()) {
      out.append(map.name());
      if (map.keyed()) {
        out.append('[').append(String.join(", ", row.key())).append(']');
      }
      out.append(": ");
      if (row.value() instanceof Histogram) {
        out.append('\n');
      }
      append(row.value());
      if (row.value() instanceof Histogram) {
        out.append('\n');
      }
    }
    boolean separated =
        switch (map.kind()) {
          case SCALAR -> map.rows().isEmpty();
          case STATISTICS -> true;
          case HISTOGRAM -> false;
        };
    if (separated) {
      out.append('\n');
    }
    sink.flushIfLarge();
  }

  private void append(PrintedValue value) {
    StringBuilder out = sink.pending();
    switch (value) {
      case PrintedValue.Integral number -> out.append(number).append('\n');
      case PrintedValue.Text text -> out.append(text).append('\n');
      case PrintedValue.Average average -> out.append(average).append('\n');
      case Statistics(long count, long average, long total, boolean signed) ->
          out.append("count ")
              .append(count)
              .append(", average ")
              .append(new PrintedValue.Integral(average, signed))
              .append(", total ")
              .append(new PrintedValue.Integral(total, signed))
              .append('\n');
      case Histogram histogram -> HistogramText.append(out, histogram);
    }
  }

  @Override
  public void lost(long records) throws IOException {
    sink.pending().append("Lost ").append(records).append(" events\n");
    sink.flushIfLarge();
  }

  @Override
  public void ending() throws IOException {
    sink.pending().append("\n\n");
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }
}
