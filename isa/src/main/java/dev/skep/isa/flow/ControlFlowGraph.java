package dev.skep.isa.flow;

import dev.skep.isa.Code;
import java.util.Collections;
import java.util.List;

/**
 * The basic blocks of a program, how control goes between them, and what follows from that:
 * dominators, back edges, loops. Immutable; blocks are numbers from 0 in the order of the code.
 *
 * <p>Calls do not end a block: each subprogram is a graph of its own. Whatever the program is,
 * there is a graph; where control would leave the program there is a {@link FlowFault} instead of
 * an edge.
 */
public final class ControlFlowGraph {
  private final Code code;
  private final int[] firstOfBlock;
  private final int[] blockOf;
  private final List<Subprogram> subprograms;
  private final List<Call> calls;
  private final List<FlowFault> faults;
  private final IntTable successors;
  private final IntTable predecessors;
  private final DepthFirst walk;
  private final int[] immediateDominator;
  private final Loops loops;

  private ControlFlowGraph(Code code) {
    this.code = code;
    BlockFinder finder = new BlockFinder(code);
    successors = finder.edges();
    predecessors = successors.transposed();
    firstOfBlock = finder.firstOfBlock();
    blockOf = finder.blockOf();
    subprograms = finder.subprograms();
    calls = finder.calls();
    faults = finder.faults();
    walk = new DepthFirst(successors, subprograms);
    immediateDominator = Dominators.of(walk, predecessors);
    loops = new Loops(walk, predecessors);
  }

  /** The graph of a program, in time and memory about linear in its length. */
  public static ControlFlowGraph of(Code code) {
    return new ControlFlowGraph(code);
  }

  /** The program. */
  public Code code() {
    return code;
  }

  /** How many blocks there are. */
  public int size() {
    return firstOfBlock.length - 1;
  }

  /** The index of a block's first instruction. */
  public int first(int block) {
    return firstOfBlock[block];
  }

  /** The index after a block's last instruction. */
  public int end(int block) {
    return firstOfBlock[block + 1];
  }

  /** The block of the instruction with an index. */
  public int blockOf(int index) {
    return blockOf[index];
  }

  /** The subprograms in the order of the code; none when the program is empty. */
  public List<Subprogram> subprograms() {
    return subprograms;
  }

  /** Calls of subprograms and callbacks, in the order of the code. */
  public List<Call> calls() {
    return calls;
  }

  /** Where control would go astray. */
  public List<FlowFault> faults() {
    return faults;
  }

  /** How many successors a block has: 0 to 2. */
  public int successors(int block) {
    return successors.count(block);
  }

  /**
   * A successor of a block. Falling through comes before jumping; both may be the same block.
   *
   * @param number from 0 to {@code successors(block) - 1}
   */
  public int successor(int block, int number) {
    return successors.get(block, number);
  }

  /** How many edges lead to a block. */
  public int predecessors(int block) {
    return predecessors.count(block);
  }

  /** A block from which an edge leads to this one; {@code number} counts from 0. */
  public int predecessor(int block, int number) {
    return predecessors.get(block, number);
  }

  /** Whether the entry of the block's subprogram leads to it. */
  public boolean isReachable(int block) {
    return walk.numberOf[block] >= 0;
  }

  /**
   * The reachable blocks, subprogram after subprogram, each before its successors but for back
   * edges; a copy.
   */
  public int[] reversePostorder() {
    return walk.reversePostorder.clone();
  }

  /**
   * The last block before this one that every path to it passes; −1 for the entry of a subprogram
   * and for an unreachable block.
   */
  public int immediateDominator(int block) {
    return immediateDominator[block];
  }

  /**
   * Whether every path to {@code block} passes {@code dominator}; a block dominates itself. Takes
   * as many steps as there are dominators in between.
   */
  public boolean dominates(int dominator, int block) {
    int at = block;
    // A dominator is entered before what it dominates.
    while (at >= 0 && at != dominator && walk.numberOf[at] > walk.numberOf[dominator]) {
      at = immediateDominator[at];
    }
    return at == dominator;
  }

  /** One edge of each cycle at least, ordered: without them the graph has no cycles. */
  public List<BackEdge> backEdges() {
    return Collections.unmodifiableList(walk.backEdges);
  }

  /** Whether a back edge leads to a block. */
  public boolean isLoopHeader(int block) {
    return loops.headers.get(block);
  }

  /**
   * The header of the innermost loop around a block; of a header, the next outer loop's; −1 outside
   * of loops.
   */
  public int loopHeader(int block) {
    return loops.headerOf[block];
  }

  /** Whether the loop of a header can also be entered elsewhere. */
  public boolean isIrreducible(int header) {
    return loops.irreducible.get(header);
  }
}
