package dev.skep.isa.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.FuzzBudget;
import dev.skep.isa.Instruction;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.isa.text.Assembler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlFlowGraphTest {

  private static ControlFlowGraph graph(String assembly) {
    return ControlFlowGraph.of(Assembler.assemble(assembly));
  }

  private static List<Integer> successors(ControlFlowGraph graph, int block) {
    return IntStream.range(0, graph.successors(block))
        .mapToObj(number -> graph.successor(block, number))
        .toList();
  }

  @Test
  void blocksEndAtJumpsAndBeforeTargets() {
    ControlFlowGraph graph =
        graph(
            """
              r0 = 0
              if r1 == 0 goto out
              r2 = 5 ll
              r0 += r2
            out:
              exit
            """);
    assertEquals(3, graph.size());
    assertEquals(List.of(1, 2), successors(graph, 0));
    assertEquals(List.of(2), successors(graph, 1));
    assertEquals(List.of(), successors(graph, 2));
    assertEquals(2, graph.first(1));
    assertEquals(4, graph.end(1));
    assertEquals(2, graph.blockOf(4));
    assertEquals(0, graph.immediateDominator(2));
    assertEquals(List.of(), graph.faults());
  }

  @Test
  void nestedLoopsKnowTheirHeaders() {
    ControlFlowGraph graph =
        graph(
            """
              r1 = 0
            outer:
              r2 = 0
            inner:
              r2 += 1
              if r2 < 10 goto inner
              r1 += 1
              if r1 < 10 goto outer
              exit
            """);
    assertEquals(List.of(new BackEdge(2, 2), new BackEdge(3, 1)), graph.backEdges());
    assertTrue(graph.isLoopHeader(1) && graph.isLoopHeader(2));
    assertEquals(1, graph.loopHeader(2));
    assertEquals(1, graph.loopHeader(3));
    assertEquals(-1, graph.loopHeader(1));
    assertEquals(-1, graph.loopHeader(4));
    assertFalse(graph.isIrreducible(1));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, graph.reversePostorder());
  }

  @Test
  void aCycleWithTwoEntriesIsIrreducible() {
    ControlFlowGraph graph =
        graph(
            """
              if r1 == 0 goto second
            first:
              r0 = 1
              if r2 == 0 goto out
            second:
              r0 = 2
              goto first
            out:
              exit
            """);
    int header = graph.backEdges().getFirst().to();
    assertTrue(graph.isIrreducible(header));
    assertFalse(graph.dominates(header, graph.backEdges().getFirst().from()));
  }

  @Test
  void subprogramsAreSeparateGraphsLinkedByCalls() {
    ControlFlowGraph graph =
        graph(
            """
              call twice
              r2 = subprog[each]
              call #181
              exit
            twice:
              r0 = r1
              exit
            each:
              r0 = 0
              exit
            """);
    assertEquals(
        List.of(new Subprogram(0, 4, 0, 1), new Subprogram(4, 6, 1, 2), new Subprogram(6, 8, 2, 3)),
        graph.subprograms());
    assertEquals(List.of(new Call(0, 0, 1, false), new Call(1, 0, 2, true)), graph.calls());
    assertEquals(List.of(), successors(graph, 0));
    assertTrue(graph.isReachable(2));
  }

  @Test
  void whatGoesAstrayIsAFaultAndNoEdge() {
    ControlFlowGraph graph =
        graph(
            """
              if r1 == 0 goto +7
              r2 = 5 ll
              goto -2
              call +9
              call function
              if r1 == 0 goto -1
            function:
              goto -3
            """);
    assertEquals(
        List.of(
            new FlowFault(3, FlowFault.Kind.CALL_TO_NOWHERE, 14),
            new FlowFault(0, FlowFault.Kind.JUMP_TO_NOWHERE, 8),
            new FlowFault(2, FlowFault.Kind.JUMP_TO_NOWHERE, 2),
            new FlowFault(5, FlowFault.Kind.FALLS_OFF_END, 7),
            new FlowFault(6, FlowFault.Kind.JUMP_TO_OTHER_SUBPROGRAM, 5)),
        graph.faults());
  }

  @Test
  void anEmptyProgramHasAnEmptyGraph() {
    ControlFlowGraph graph = ControlFlowGraph.of(Code.of());
    assertEquals(0, graph.size());
    assertEquals(List.of(), graph.subprograms());
  }

  /** One block dominates another if the other cannot be reached without it. */
  @Test
  void dominatorsBackEdgesAndLoopsAreThoseOfTheDefinition() {
    FuzzBudget.forEachSeed(seed -> {
      ControlFlowGraph graph = ControlFlowGraph.of(randomJumps(seed, 14));
      for (int removed = 0; removed < graph.size(); removed++) {
        BitSet reached = reachedWithout(graph, removed);
        for (int block = 0; block < graph.size(); block++) {
          if (graph.isReachable(block) && graph.isReachable(removed)) {
            boolean expected = block == removed || !reached.get(block);
            assertEquals(expected, graph.dominates(removed, block), removed + " " + block);
          }
        }
      }
      checkLoops(graph);
    });
  }

  private static BitSet reachedWithout(ControlFlowGraph graph, int removed) {
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>();
    for (Subprogram subprogram : graph.subprograms()) {
      open.add(subprogram.firstBlock());
    }
    while (!open.isEmpty()) {
      int block = open.removeLast();
      if (block != removed && !reached.get(block)) {
        reached.set(block);
        open.addAll(successors(graph, block));
      }
    }
    return reached;
  }

  /**
   * A block is in some loop exactly if it can reach itself, and headers are the back edges' ends.
   */
  private static void checkLoops(ControlFlowGraph graph) {
    BitSet headers = new BitSet();
    graph.backEdges().forEach(edge -> headers.set(edge.to()));
    for (int block = 0; block < graph.size(); block++) {
      assertEquals(headers.get(block), graph.isLoopHeader(block), "header " + block);
      boolean inLoop = graph.isLoopHeader(block) || graph.loopHeader(block) >= 0;
      boolean cyclic = graph.isReachable(block) && reachesItself(graph, block);
      assertEquals(cyclic, inLoop, "loop around " + block);
    }
  }

  private static boolean reachesItself(ControlFlowGraph graph, int start) {
    BitSet seen = new BitSet();
    List<Integer> open = new ArrayList<>(successors(graph, start));
    while (!open.isEmpty()) {
      int block = open.removeLast();
      if (!seen.get(block)) {
        seen.set(block);
        open.addAll(successors(graph, block));
      }
    }
    return seen.get(start);
  }

  private static Code randomJumps(long seed, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Instruction> instructions = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      short offset = (short) (random.nextInt(size) - i - 1);
      instructions.add(
          switch (random.nextInt(8)) {
            case 0 -> new Instruction.Jump(random.nextBoolean(), offset);
            case 1 -> new Instruction.Exit();
            case 2 -> new Instruction.Move(Width.W64, Register.R0, Operand.of(0));
            case 3 -> new Instruction.MayGoto(offset);
            default ->
                new Instruction.JumpIf(
                    Width.W64, Condition.EQUAL, Register.R0, Operand.of(0), offset);
          });
    }
    instructions.add(new Instruction.Exit());
    return Code.of(instructions);
  }

  /** A million instructions, loops a thousand deep in places: must not overflow or take ages. */
  @Test
  void aMillionInstructionsAreNoProblem() {
    List<Instruction> instructions = new ArrayList<>();
    Instruction forward =
        new Instruction.JumpIf(Width.W64, Condition.EQUAL, Register.R0, Operand.of(0), (short) 1);
    for (int i = 0; i < 500_000; i++) {
      instructions.add(forward);
      short back = (short) -(1 + i % 2000);
      instructions.add(
          new Instruction.JumpIf(Width.W64, Condition.EQUAL, Register.R1, Operand.of(0), back));
    }
    instructions.add(new Instruction.Exit());
    ControlFlowGraph graph = ControlFlowGraph.of(Code.of(instructions));
    assertEquals(1_000_001, graph.size());
    assertEquals(1_000_001, graph.reversePostorder().length);
  }
}
