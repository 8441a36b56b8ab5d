package dev.skep.verifier.state;

import java.util.Arrays;

/**
 * The instructions that were run since a stored state, with what going back over them needs: which
 * stack slot an access through some register touched, and which numbers were linked.
 */
public final class Path {
  private static final int[] NONE = {};
  private static final long[][] NO_LINKS = {};

  private int[] indexes = NONE;
  private int[] stackAccesses = NONE;
  private long[][] links = NO_LINKS;
  private int size;

  /** A path of no instructions yet. */
  public Path() {}

  /** An independent copy. */
  public Path copy() {
    Path copy = new Path();
    copy.indexes = Arrays.copyOf(indexes, size);
    copy.stackAccesses = Arrays.copyOf(stackAccesses, Math.min(size, stackAccesses.length));
    copy.links = Arrays.copyOf(links, Math.min(size, links.length));
    copy.size = size;
    return copy;
  }

  /** How many instructions there are. */
  public int size() {
    return size;
  }

  /** The index of the n-th instruction. */
  public int index(int n) {
    return indexes[n];
  }

  /** The index of the last instruction, or −1. */
  public int last() {
    return size == 0 ? -1 : indexes[size - 1];
  }

  /** Adds an instruction. */
  public void add(int index) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, Math.max(16, size * 2));
    }
    indexes[size++] = index;
  }

  /** Notes that the last instruction accessed a slot of a frame's stack. */
  public void noteStackAccess(int frame, int slot) {
    int last = size - 1;
    if (last >= stackAccesses.length) {
      stackAccesses = Arrays.copyOf(stackAccesses, indexes.length);
    }
    stackAccesses[last] = 1 + frame * 64 + slot;
  }

  /** Whether the n-th instruction accessed the stack through a register. */
  public boolean isStackAccess(int n) {
    return n < stackAccesses.length && stackAccesses[n] != 0;
  }

  /** The frame whose stack the n-th instruction accessed. */
  public int stackFrame(int n) {
    return (stackAccesses[n] - 1) / 64;
  }

  /** The slot that the n-th instruction accessed. */
  public int stackSlot(int n) {
    return (stackAccesses[n] - 1) % 64;
  }

  /**
   * Notes the numbers that the last instruction, a conditional jump, narrowed together: for each a
   * frame in bits 8 and up, and in bits 0 to 7 a register, or 128 plus a slot.
   */
  public void noteLinked(long[] linked) {
    int last = size - 1;
    if (last >= links.length) {
      links = Arrays.copyOf(links, indexes.length);
    }
    links[last] = linked;
  }

  /** The numbers that the n-th instruction narrowed together. */
  public long[] linked(int n) {
    long[] found = n < links.length ? links[n] : null;
    return found == null ? new long[0] : found;
  }
}
