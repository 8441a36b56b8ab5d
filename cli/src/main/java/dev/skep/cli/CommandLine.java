package dev.skep.cli;

import dev.skep.cli.CommandTree.Group;
import dev.skep.cli.CommandTree.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user typed, divided into the way to a command and the command's words. Common options
 * may stand before the command's name.
 *
 * @param path the names on the way, {@code skep} first
 * @param node the command or group that the way leads to
 * @param words all other words, in their order
 */
record CommandLine(List<String> path, Node node, List<String> words) {

  /**
   * Finds the command.
   *
   * @throws UsageException when a word names none
   */
  static CommandLine of(List<String> typed) {
    List<String> path = new ArrayList<>(List.of(CommandTree.ROOT.name()));
    List<String> words = new ArrayList<>();
    Node node = CommandTree.ROOT;
    int at = 0;
    while (at < typed.size() && node instanceof Group group) {
      String word = typed.get(at);
      if (word.startsWith("-")) {
        words.add(word);
        // The one common option with a value.
        if (Signature.ENGINE.names().contains(word) && at + 1 < typed.size()) {
          words.add(typed.get(++at));
        }
      } else {
        node = descend(group, path, word);
        path.add(word);
      }
      at++;
    }
    words.addAll(typed.subList(at, typed.size()));
    return new CommandLine(path, node, words);
  }

  /** What messages call the command: {@code skep trace}. */
  String name() {
    return String.join(" ", path);
  }

  private static Node descend(Group group, List<String> path, String word) {
    Node child = CommandTree.child(group, word);
    if (child == null) {
      List<String> names = group.children().stream().map(Node::name).toList();
      throw new UsageException(
          "unknown command \""
              + word
              + "\""
              + Spelling.suggestion(word, names)
              + "; \""
              + String.join(" ", path)
              + " --help\" lists them");
    }
    return child;
  }
}
