package dev.skep.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line, parsed against a {@link Signature}: options with their values, and operands. */
final class Arguments {
  private final Signature signature;
  private final String command;
  private final Map<Option, List<String>> options = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments(Signature signature, String command) {
    this.signature = signature;
    this.command = command;
  }

  /**
   * Parses words: {@code --name value}, {@code --name=value}, {@code -n value}, {@code -nvalue},
   * short flags together ({@code -jv}), and {@code --} before operands that look like options.
   *
   * @param command what messages call the command: {@code skep trace}
   * @throws UsageException for a word that does not fit
   */
  static Arguments parse(Signature signature, String command, List<String> words) {
    Arguments arguments = new Arguments(signature, command);
    boolean onlyOperands = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyOperands || word.equals("-") || !word.startsWith("-")) {
        arguments.operands.add(word);
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else if (word.startsWith("--")) {
        i = arguments.longOption(words, i);
      } else {
        i = arguments.shortOptions(words, i);
      }
    }
    return arguments;
  }

  /** Whether an option was given. */
  boolean has(Option option) {
    return options.containsKey(option);
  }

  /** The value of an option, the last one where it was given several times; or null. */
  @Nullable String value(Option option) {
    List<String> values = options.get(option);
    return values == null ? null : values.getLast();
  }

  /** The operands in their order. */
  List<String> operands() {
    return operands;
  }

  /**
   * Checks that there are as many operands as the command takes.
   *
   * @throws UsageException when there are not
   */
  void checkOperands() {
    if (operands.size() < signature.fewest()) {
      throw usage("expected " + signature.operands());
    }
    if (operands.size() > signature.most()) {
      throw usage("unexpected argument \"" + operands.get(signature.most()) + "\"");
    }
  }

  /** A usage error that names the command whose help tells more. */
  UsageException usage(String message) {
    return new UsageException(message + "; see \"" + command + " --help\"");
  }

  private int longOption(List<String> words, int at) {
    String word = words.get(at);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = find(name);
    if (option.valueLabel() == null) {
      if (equals >= 0) {
        throw usage("option " + name + " takes no value");
      }
      give(option, "");
      return at;
    }
    if (equals >= 0) {
      give(option, word.substring(equals + 1));
      return at;
    }
    give(option, next(words, at, name, option));
    return at + 1;
  }

  private int shortOptions(List<String> words, int at) {
    String word = words.get(at);
    for (int i = 1; i < word.length(); i++) {
      String name = "-" + word.charAt(i);
      Option option = find(name);
      if (option.valueLabel() == null) {
        give(option, "");
      } else if (i + 1 < word.length()) {
        give(option, word.substring(i + 1));
        return at;
      } else {
        give(option, next(words, at, name, option));
        return at + 1;
      }
    }
    return at;
  }

  private String next(List<String> words, int at, String name, Option option) {
    if (at + 1 >= words.size()) {
      throw usage("option " + name + " needs a value: " + option.valueLabel());
    }
    return words.get(at + 1);
  }

  private Option find(String name) {
    for (Option option : signature.options()) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    List<String> names = new ArrayList<>();
    signature.options().forEach(option -> names.addAll(option.names()));
    throw usage("unknown option \"" + name + "\"" + Spelling.suggestion(name, names));
  }

  private void give(Option option, String value) {
    options.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
  }
}
