package dev.skep.cli;

import java.util.List;

/** Guesses which name was meant by a misspelt one. */
final class Spelling {
  private Spelling() {}

  /** {@code , did you mean "x"?}, or nothing when no name is near. */
  static String suggestion(String word, List<String> names) {
    String best = "";
    int least = Math.max(1, word.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(name, word);
      if (distance < least && distance < name.length()) {
        least = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "" : ", did you mean \"" + best + "\"?";
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
