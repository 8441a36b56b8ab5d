package dev.skep.isa.flow;

import java.util.Arrays;

/**
 * Immediate dominators by Lengauer and Tarjan, "A fast algorithm for finding dominators in a
 * flowgraph" (1979), with path compression: O(edges · log blocks). Works on the numbers of a {@link
 * DepthFirst} walk; entries have no dominator.
 */
final class Dominators {
  private final DepthFirst walk;
  private final int[] semi;
  private final int[] best;
  private final int[] ancestor;
  private final int[] path;

  private Dominators(DepthFirst walk) {
    this.walk = walk;
    semi = new int[walk.reached];
    best = new int[walk.reached];
    ancestor = new int[walk.reached];
    path = new int[walk.reached];
    Arrays.fill(ancestor, -1);
    for (int i = 0; i < walk.reached; i++) {
      semi[i] = i;
      best[i] = i;
    }
  }

  /** The immediate dominator of each block; −1 for entries and blocks that nothing reaches. */
  static int[] of(DepthFirst walk, IntTable predecessors) {
    int[] byNumber = new Dominators(walk).compute(predecessors);
    int[] dominators = new int[walk.numberOf.length];
    Arrays.fill(dominators, -1);
    for (int number = 0; number < walk.reached; number++) {
      if (byNumber[number] >= 0) {
        dominators[walk.blockAt[number]] = walk.blockAt[byNumber[number]];
      }
    }
    return dominators;
  }

  private int[] compute(IntTable predecessors) {
    int[] dominator = new int[walk.reached];
    // The numbers whose semidominator a number is, as linked lists.
    int[] firstInBucket = new int[walk.reached];
    int[] nextInBucket = new int[walk.reached];
    Arrays.fill(firstInBucket, -1);
    for (int w = walk.reached - 1; w >= 0; w--) {
      int parent = walk.parent[w];
      if (parent < 0) {
        dominator[w] = -1;
        continue;
      }
      findSemidominator(w, predecessors);
      nextInBucket[w] = firstInBucket[semi[w]];
      firstInBucket[semi[w]] = w;
      ancestor[w] = parent;
      for (int v = firstInBucket[parent]; v >= 0; v = nextInBucket[v]) {
        int lowest = evaluate(v);
        dominator[v] = semi[lowest] < semi[v] ? lowest : parent;
      }
      firstInBucket[parent] = -1;
    }
    for (int w = 0; w < walk.reached; w++) {
      if (dominator[w] >= 0 && dominator[w] != semi[w]) {
        dominator[w] = dominator[dominator[w]];
      }
    }
    return dominator;
  }

  private void findSemidominator(int w, IntTable predecessors) {
    int block = walk.blockAt[w];
    for (int column = 0; column < predecessors.count(block); column++) {
      int v = walk.numberOf[predecessors.get(block, column)];
      if (v >= 0) {
        semi[w] = Math.min(semi[w], semi[evaluate(v)]);
      }
    }
  }

  /** The number with the lowest semidominator on the path to the root of its linked tree. */
  private int evaluate(int v) {
    if (ancestor[v] < 0) {
      return v;
    }
    int length = 0;
    for (int u = v; ancestor[ancestor[u]] >= 0; u = ancestor[u]) {
      path[length++] = u;
    }
    while (length > 0) {
      int u = path[--length];
      int above = ancestor[u];
      if (semi[best[above]] < semi[best[u]]) {
        best[u] = best[above];
      }
      ancestor[u] = ancestor[above];
    }
    return best[v];
  }
}
