package dev.skep.btf;

import java.util.ArrayList;
import java.util.List;

/** A path to a member: names, each but the first after a dot, and indexes in brackets. */
final class MemberPath {
  sealed interface Step {}

  record Name(String name) implements Step {}

  record Index(long index) implements Step {}

  private MemberPath() {}

  static List<Step> parse(String path) {
    List<Step> steps = new ArrayList<>();
    int at = 0;
    while (at < path.length() || steps.isEmpty()) {
      if (at < path.length() && path.charAt(at) == '[') {
        int close = path.indexOf(']', at);
        steps.add(new Index(index(path, at, close)));
        at = close + 1;
      } else {
        int start = steps.isEmpty() ? 0 : at + 1;
        if (!steps.isEmpty() && path.charAt(at) != '.') {
          throw invalid(path, at);
        }
        at = endOfName(path, start);
        if (at == start) {
          throw invalid(path, at);
        }
        steps.add(new Name(path.substring(start, at)));
      }
    }
    return steps;
  }

  private static int endOfName(String path, int start) {
    int at = start;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      at++;
    }
    return at;
  }

  private static long index(String path, int open, int close) {
    if (close <= open + 1 || close - open > 11) {
      throw invalid(path, open);
    }
    long index = 0;
    for (int i = open + 1; i < close; i++) {
      int digit = path.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw invalid(path, i);
      }
      index = index * 10 + digit;
    }
    return index;
  }

  private static IllegalArgumentException invalid(String path, int at) {
    return new IllegalArgumentException(
        "member path \"" + path + "\" is wrong at position " + at + "; write a.b[1].c");
  }
}
