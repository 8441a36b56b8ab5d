package dev.skep.verifier.explore;

import java.util.Arrays;

/**
 * Which id of one state stands for which of another: two states are the same when their ids can be
 * renamed into each other.
 */
final class IdMap {
  private int[] olds = new int[16];
  private int[] currents = new int[16];
  private int size;
  private int made = Integer.MIN_VALUE;

  void clear() {
    size = 0;
    made = Integer.MIN_VALUE;
  }

  /** Whether the ids correspond; ids of 0 correspond only to each other. */
  boolean matches(int old, int current) {
    if (old == 0 || current == 0) {
      return old == current;
    }
    return corresponds(old, current);
  }

  /** The same for numbers, of which one without an id is like one with an id of its own. */
  boolean matchesNumbers(int old, int current) {
    return corresponds(old == 0 ? made++ : old, current == 0 ? made++ : current);
  }

  private boolean corresponds(int old, int current) {
    for (int i = 0; i < size; i++) {
      if (olds[i] == old) {
        return currents[i] == current;
      }
      if (currents[i] == current) {
        return false;
      }
    }
    if (size == olds.length) {
      olds = Arrays.copyOf(olds, size * 2);
      currents = Arrays.copyOf(currents, size * 2);
    }
    olds[size] = old;
    currents[size++] = current;
    return true;
  }
}
