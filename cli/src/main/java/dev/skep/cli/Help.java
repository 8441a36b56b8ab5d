package dev.skep.cli;

import dev.skep.cli.CommandTree.Group;
import dev.skep.cli.CommandTree.Leaf;
import dev.skep.cli.CommandTree.Node;

/** The help text of a command or of a group. */
final class Help {
  private static final int COLUMN = 26;

  private Help() {}

  /** The text, with a line feed at its end. */
  static String text(String name, Node node, Signature signature) {
    StringBuilder text = new StringBuilder();
    text.append("Usage: ").append(name).append(" [OPTION]...");
    if (!signature.operands().isEmpty()) {
      text.append(' ').append(signature.operands());
    }
    text.append('\n').append(node.summary()).append('\n');
    switch (node) {
      case Group group -> commands(text, group);
      case Leaf _ -> {}
    }
    text.append("\nOptions:\n");
    for (Option option : signature.options()) {
      row(text, option.label(), option.summary());
    }
    if (!signature.examples().isEmpty()) {
      text.append("\nExamples:\n");
      signature.examples().forEach(example -> text.append("  ").append(example).append('\n'));
    }
    return text.toString();
  }

  private static void commands(StringBuilder text, Group group) {
    text.append("\nCommands:\n");
    for (Node child : group.children()) {
      row(text, child.name(), child.summary());
    }
    text.append(
        "\nOptions may stand before or after the command. \"skep COMMAND --help\" tells more.\n");
  }

  private static void row(StringBuilder text, String label, String summary) {
    text.append("  ").append(label);
    if (label.length() + 2 >= COLUMN) {
      text.append('\n').append(" ".repeat(COLUMN));
    } else {
      text.append(" ".repeat(COLUMN - 2 - label.length()));
    }
    text.append(summary).append('\n');
  }
}
