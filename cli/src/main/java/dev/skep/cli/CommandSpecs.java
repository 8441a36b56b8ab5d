package dev.skep.cli;

import dev.skep.cli.CommandTree.Group;
import dev.skep.cli.CommandTree.Leaf;
import dev.skep.cli.CommandTree.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Describes the commands to picocli by its programmatic interface, which needs no reflection. Of the commands only the ones on the way to
 * the one that is asked for are described in full.
 */
final class CommandSpecs {
  /** The version that {@code --version} tells. */
  static final String VERSION = "skep 0.1.0";

  private CommandSpecs() {}

  /**
   * The command line that can parse these words.
   *
   * @param words what the user typed; null describes every command in full
   */
  static CommandLine commandLine(@Nullable List<String> words) {
    CommandLine line = new CommandLine(spec(CommandTree.ROOT, words));
    line.setTrimQuotes(false);
    return line;
  }

  private static CommandSpec spec(Node node, @Nullable List<String> words) {
    return switch (node) {
      case Leaf leaf -> leafSpec(leaf);
      case Group group -> groupSpec(group, words);
    };
  }

  private static CommandSpec leafSpec(Leaf leaf) {
    Command command = leaf.command().get();
    CommandSpec spec = named(leaf, CommandSpec.wrapWithoutInspection(command));
    GlobalOptions.addTo(spec, !leaf.ownJ());
    command.describe(spec);
    return spec;
  }

  private static CommandSpec groupSpec(Group group, @Nullable List<String> words) {
    CommandSpec spec = named(group, CommandSpec.create());
    GlobalOptions.addTo(spec, true);
    int at = words == null ? -1 : chosen(group, words);
    if (words != null && at >= 0) {
      Node child = CommandTree.child(group, words.get(at));
      if (child != null) {
        spec.addSubcommand(child.name(), spec(child, words.subList(at + 1, words.size())));
      }
      return spec;
    }
    for (Node child : group.children()) {
      spec.addSubcommand(
          child.name(), words == null ? spec(child, null) : named(child, CommandSpec.create()));
    }
    return spec;
  }

  /** The place of the word that names a child; −1 when none does. The word after {@code --engine} is its value. */
  private static int chosen(Group group, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--engine")) {
        i++;
      } else if (!word.startsWith("-")) {
        return CommandTree.child(group, word) == null ? -1 : i;
      }
    }
    return -1;
  }

  private static CommandSpec named(Node node, CommandSpec spec) {
    spec.name(node.name());
    spec.usageMessage().description(node.summary()).width(100).sortOptions(false);
    return spec;
  }

  /** The options that every command takes, on either side of its name. */
  static final class GlobalOptions {
    private GlobalOptions() {}

    static void addTo(CommandSpec spec, boolean withJ) {
      spec.addOption(
          OptionSpec.builder("--engine")
              .paramLabel("kernel|vm")
              .type(String.class)
              .description("Run on Linux's own BPF or on the embedded engine.")
              .build());
      spec.addOption(flag("Print results as JSON.", withJ ? new String[] {"-j", "--json"} : new String[] {"--json"}));
      spec.addOption(flag("Tell all about errors and what is done.", "--verbose"));
      spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class).arity("0").description("Show this help.").build());
      spec.addOption(OptionSpec.builder("--version").versionHelp(true).type(boolean.class).arity("0").description("Show the version.").build());
    }

    static OptionSpec flag(String description, String... names) {
      return OptionSpec.builder(names[0], names)
          .type(boolean.class)
          .arity("0")
          .description(description)
          .build();
    }

    /** Whether an option stands anywhere on the way from the root to the command. */
    static boolean has(ParseResult root, String option) {
      for (ParseResult at = root; at != null; at = at.subcommand()) {
        if (at.hasMatchedOption(option)) {
          return true;
        }
      }
      return false;
    }

    /** The value of an option on the way from the root to the command, the innermost first; or null. */
    static @Nullable String value(ParseResult root, String option) {
      String value = null;
      for (ParseResult at = root; at != null; at = at.subcommand()) {
        if (at.hasMatchedOption(option)) {
          value = at.matchedOptionValue(option, value);
        }
      }
      return value;
    }
  }
}
