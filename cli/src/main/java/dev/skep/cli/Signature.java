package dev.skep.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command takes.
 *
 * @param options its options, the common ones among them
 * @param operands what help calls its other arguments: {@code [INTERVAL [COUNT]]}; empty when it
 *     takes none
 * @param fewest how many operands it needs
 * @param most how many it takes
 * @param examples lines that help shows last
 */
record Signature(
    List<Option> options, String operands, int fewest, int most, List<String> examples) {

  static final Option ENGINE =
      Option.value("kernel|vm", "Run on Linux's own BPF or on the embedded engine.", "--engine");
  static final Option JSON = Option.flag("Print results as JSON.", "-j", "--json");
  static final Option JSON_ONLY_LONG = Option.flag("Print results as JSON.", "--json");
  static final Option VERBOSE = Option.flag("Tell all about errors and what is done.", "--verbose");
  static final Option HELP = Option.flag("Show this help.", "-h", "--help");
  static final Option VERSION = Option.flag("Show the version.", "--version");

  /** A command whose {@code -j} is {@code --json}. */
  static Signature of(String operands, int fewest, int most, List<Option> own, String... examples) {
    return new Signature(with(own, JSON), operands, fewest, most, List.of(examples));
  }

  /** A command that leaves {@code -j} to itself. */
  static Signature withOwnJ(
      String operands, int fewest, int most, List<Option> own, String... examples) {
    return new Signature(with(own, JSON_ONLY_LONG), operands, fewest, most, List.of(examples));
  }

  private static List<Option> with(List<Option> own, Option json) {
    List<Option> all = new ArrayList<>(own);
    all.addAll(List.of(ENGINE, json, VERBOSE, HELP, VERSION));
    return List.copyOf(all);
  }
}
