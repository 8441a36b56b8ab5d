package dev.skep.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a command.
 *
 * @param names every spelling, the one that help shows first first: {@code -j}, {@code --json}
 * @param valueLabel what help calls its value; null for an option without one
 * @param summary what it does, a sentence
 */
record Option(List<String> names, @Nullable String valueLabel, String summary) {

  /** An option without a value. */
  static Option flag(String summary, String... names) {
    return new Option(List.of(names), null, summary);
  }

  /** An option with a value. */
  static Option value(String valueLabel, String summary, String... names) {
    return new Option(List.of(names), valueLabel, summary);
  }

  /** The option as help shows it: {@code -j, --json}. */
  String label() {
    String joined = String.join(", ", names);
    return valueLabel == null ? joined : joined + " " + valueLabel;
  }
}
