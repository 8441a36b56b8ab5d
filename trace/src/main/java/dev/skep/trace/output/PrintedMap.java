package dev.skep.trace.output;

import java.util.List;

/**
 * A map as it is printed.
 *
 * @param name the name with its sigil
 * @param keyed whether entries have keys
 * @param kind what entries hold
 * @param rows the entries in order
 */
public record PrintedMap(String name, boolean keyed, Kind kind, List<Row> rows) {
  public PrintedMap {
    rows = List.copyOf(rows);
  }

  /** What a map's entries hold. */
  public enum Kind {
    SCALAR,
    STATISTICS,
    HISTOGRAM
  }

  /** An entry: its key's parts as text, none for a map without keys, and its value. */
  public record Row(List<String> key, PrintedValue value) {
    public Row {
      key = List.copyOf(key);
    }
  }
}
