package dev.skep.trace.types;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds names that a misspelt one may have meant. */
final class NearNames {
  private static final int MOST = 3;

  private NearNames() {}

  private record Candidate(String name, int distance) {}

  /** {@code ; did you mean a, b or c?}, or nothing when no name is near. */
  static String hint(String wanted, Iterable<String> names) {
    List<Candidate> near = new ArrayList<>();
    for (String name : names) {
      int distance = distance(wanted, name);
      boolean part =
          wanted.length() > 2
              && (name.contains(wanted) || (wanted.contains(name) && name.length() > 3));
      if (distance <= 1 + wanted.length() / 4 || part) {
        near.add(new Candidate(name, distance));
      }
    }
    near.sort(Comparator.comparingInt(Candidate::distance));
    StringBuilder hint = new StringBuilder();
    for (int i = 0; i < Math.min(MOST, near.size()); i++) {
      boolean last = i == Math.min(MOST, near.size()) - 1;
      hint.append(i == 0 ? "; did you mean " : last ? " or " : ", ").append(near.get(i).name);
    }
    return hint.isEmpty() ? "" : hint.append('?').toString();
  }

  /** Levenshtein's distance, row by row. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 8) {
      return Integer.MAX_VALUE;
    }
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
