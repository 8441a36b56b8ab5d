package dev.skep.cli;

import dev.skep.cli.CommandTree.Group;
import dev.skep.cli.CommandTree.Node;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line. */
final class Usage {
  private Usage() {}

  static String explain(ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      boolean group = !(failure.getCommandLine().getCommandSpec().userObject() instanceof Command);
      String what = word.startsWith("-") ? "unknown option " : group ? "unknown command " : "unexpected argument ";
      return what + "\"" + word + "\"" + (group ? near(word) : "") + "; see \"" + command + " --help\"";
    }
    String message = failure.getMessage();
    return (message == null ? "unusable arguments" : message.lines().findFirst().orElse("")) + "; see \"" + command + " --help\"";
  }

  private static String near(String word) {
    List<String> names = new ArrayList<>();
    collect(CommandTree.ROOT, word, names);
    return names.isEmpty() ? "" : ", did you mean " + String.join(" or ", names) + "?";
  }

  private static void collect(Group group, String word, List<String> names) {
    for (Node node : group.children()) {
      if (distance(node.name(), word) <= Math.max(1, word.length() / 3)) {
        names.add(node.name());
      }
    }
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
