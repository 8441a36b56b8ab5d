package dev.skep.isa.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A depth-first walk from the entry of every subprogram. Numbers count reached blocks in the order
 * in which the walk enters them.
 */
final class DepthFirst {
  /** The number of a block, −1 if nothing reaches it. */
  final int[] numberOf;

  /** The block with a number; only the first {@link #reached} are meaningful. */
  final int[] blockAt;

  /** The number of the block from which the walk entered a number's block, −1 for entries. */
  final int[] parent;

  /** The highest number that the walk gave below a number: descendants are a range. */
  final int[] lastDescendant;

  final int reached;
  final int[] reversePostorder;
  final List<BackEdge> backEdges = new ArrayList<>();

  private final IntTable successors;
  private final int[] stack;
  private final int[] nextColumn;
  private int numbered;
  private int left;

  DepthFirst(IntTable successors, List<Subprogram> subprograms) {
    int blocks = successors.starts().length - 1;
    this.successors = successors;
    numberOf = new int[blocks];
    Arrays.fill(numberOf, -1);
    blockAt = new int[blocks];
    parent = new int[blocks];
    lastDescendant = new int[blocks];
    stack = new int[blocks];
    nextColumn = new int[blocks];
    int[] postorder = new int[blocks];
    for (Subprogram subprogram : subprograms) {
      walk(subprogram.firstBlock(), postorder);
    }
    reached = numbered;
    backEdges.sort(Comparator.comparingInt(BackEdge::from).thenComparingInt(BackEdge::to));
    reversePostorder = reversed(subprograms, postorder);
  }

  private void walk(int entry, int[] postorder) {
    int depth = 0;
    stack[0] = entry;
    enter(entry, -1);
    while (depth >= 0) {
      int block = stack[depth];
      if (nextColumn[block] == successors.count(block)) {
        lastDescendant[numberOf[block]] = numbered - 1;
        nextColumn[block]++;
        postorder[left++] = block;
        depth--;
        continue;
      }
      int next = successors.get(block, nextColumn[block]++);
      if (numberOf[next] < 0) {
        depth++;
        stack[depth] = next;
        enter(next, numberOf[block]);
      } else if (nextColumn[next] <= successors.count(next)) {
        backEdges.add(new BackEdge(block, next));
      }
    }
  }

  private void enter(int block, int from) {
    numberOf[block] = numbered;
    blockAt[numbered] = block;
    parent[numbered] = from;
    numbered++;
  }

  /** Subprograms in order, each one's blocks in reverse postorder. */
  private int[] reversed(List<Subprogram> subprograms, int[] postorder) {
    int[] order = new int[reached];
    int from = 0;
    for (Subprogram subprogram : subprograms) {
      int count = lastDescendant[numberOf[subprogram.firstBlock()]] + 1 - from;
      for (int i = 0; i < count; i++) {
        order[from + i] = postorder[from + count - 1 - i];
      }
      from += count;
    }
    return order;
  }

  /** Whether the walk entered one number's block below (or at) another's. */
  boolean isDescendant(int number, int ancestor) {
    return ancestor <= number && number <= lastDescendant[ancestor];
  }
}
