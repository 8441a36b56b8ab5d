package dev.skep.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a running kernel answered when it was asked; lines that start with # are notes. */
public final class Fixture {
  private Fixture() {}

  public static List<String[]> rows(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads {@code 1-3,8}: with a step of 1 these are 1, 2, 3 and 8. */
  public static List<Integer> ranges(String text, int step) {
    List<Integer> numbers = new ArrayList<>();
    for (String each : text.split(",")) {
      int dash = each.indexOf('-', 1);
      int first = Integer.parseInt(dash < 0 ? each : each.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(each.substring(dash + 1));
      for (int at = first; at <= last; at += step) {
        numbers.add(at);
      }
    }
    return numbers;
  }
}
