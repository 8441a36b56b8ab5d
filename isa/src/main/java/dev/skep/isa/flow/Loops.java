package dev.skep.isa.flow;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The loop nest by Havlak, "Nesting of reducible and irreducible loops" (1997): loops from the
 * innermost outwards, each collapsed into its header by union-find. Almost linear; only deeply
 * nested cycles with several entries each cost more.
 */
final class Loops {
  private final DepthFirst walk;
  private final IntTable predecessors;

  /** The header that a number's block was collapsed into, itself if into none. */
  private final int[] collapsed;

  /** Edges that enter an inner loop beside its header, to be seen again from outer loops. */
  private final int[] firstEntering;

  private int[] nextEntering = new int[16];
  private int[] entering = new int[16];
  private int enteringCount;

  private final int[] body;
  private final int[] inBodyOf;

  /** The innermost loop header around each block, for a header the next outer; −1 for none. */
  final int[] headerOf;

  final BitSet headers = new BitSet();
  final BitSet irreducible = new BitSet();

  Loops(DepthFirst walk, IntTable predecessors) {
    this.walk = walk;
    this.predecessors = predecessors;
    collapsed = new int[walk.reached];
    for (int i = 0; i < walk.reached; i++) {
      collapsed[i] = i;
    }
    firstEntering = new int[walk.reached];
    Arrays.fill(firstEntering, -1);
    body = new int[walk.reached];
    inBodyOf = new int[walk.reached];
    Arrays.fill(inBodyOf, -1);
    headerOf = new int[walk.numberOf.length];
    Arrays.fill(headerOf, -1);
    for (int number = walk.reached - 1; number >= 0; number--) {
      collapse(number);
    }
  }

  private void collapse(int header) {
    int size = sources(header);
    if (!headers.get(walk.blockAt[header])) {
      return;
    }
    for (int i = 0; i < size; i++) {
      size = extend(header, body[i], size);
    }
    for (int i = 0; i < size; i++) {
      collapsed[body[i]] = header;
      headerOf[walk.blockAt[body[i]]] = walk.blockAt[header];
    }
  }

  /** Starts the body with the blocks that jump back to the header. */
  private int sources(int header) {
    int size = 0;
    int block = walk.blockAt[header];
    for (int column = 0; column < predecessors.count(block); column++) {
      int from = walk.numberOf[predecessors.get(block, column)];
      if (from >= 0 && walk.isDescendant(from, header)) {
        headers.set(block);
        size = add(header, find(from), size);
      }
    }
    return size;
  }

  /** Adds to the body what leads to a member of it. */
  private int extend(int header, int member, int size) {
    int extended = size;
    int block = walk.blockAt[member];
    for (int column = 0; column < predecessors.count(block); column++) {
      int from = walk.numberOf[predecessors.get(block, column)];
      if (from >= 0 && !walk.isDescendant(from, member)) {
        extended = comesFrom(header, find(from), extended);
      }
    }
    for (int edge = firstEntering[member]; edge >= 0; edge = nextEntering[edge]) {
      extended = comesFrom(header, find(entering[edge]), extended);
    }
    return extended;
  }

  private int comesFrom(int header, int from, int size) {
    if (walk.isDescendant(from, header)) {
      return add(header, from, size);
    }
    irreducible.set(walk.blockAt[header]);
    if (enteringCount == entering.length) {
      entering = Arrays.copyOf(entering, 2 * enteringCount);
      nextEntering = Arrays.copyOf(nextEntering, 2 * enteringCount);
    }
    entering[enteringCount] = from;
    nextEntering[enteringCount] = firstEntering[header];
    firstEntering[header] = enteringCount;
    enteringCount++;
    return size;
  }

  private int add(int header, int number, int size) {
    if (number == header || inBodyOf[number] == header) {
      return size;
    }
    inBodyOf[number] = header;
    body[size] = number;
    return size + 1;
  }

  private int find(int number) {
    int root = number;
    while (collapsed[root] != root) {
      root = collapsed[root];
    }
    int at = number;
    while (collapsed[at] != root) {
      int next = collapsed[at];
      collapsed[at] = root;
      at = next;
    }
    return root;
  }
}
