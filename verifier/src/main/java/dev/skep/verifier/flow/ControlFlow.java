package dev.skep.verifier.flow;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * The edges of a program: every instruction is reached, no function runs into the next, jumps stay
 * within their function. Also where paths are worth comparing (prune points), and where they must
 * be (checkpoints: before whatever may be entered again and again).
 */
public final class ControlFlow {
  private final Code code;
  private final Functions functions;
  private final CallKinds calls;
  private final int[] jumpTargets;
  private final BitSet prunePoints = new BitSet();
  private final BitSet checkpoints = new BitSet();

  private ControlFlow(Code code, CallKinds calls) {
    this.code = code;
    this.functions = Functions.of(code);
    this.calls = calls;
    this.jumpTargets = new int[code.size()];
  }

  /**
   * Checks the shape of a program.
   *
   * @param backEdges whether loops are allowed at all
   * @throws FlowViolation when the shape is wrong
   */
  public static ControlFlow of(Code code, CallKinds calls, boolean backEdges) {
    ControlFlow flow = new ControlFlow(code, calls);
    flow.checkJumps();
    flow.checkEnds();
    flow.markPoints();
    new Reachability(flow, backEdges).check();
    return flow;
  }

  /** The program's functions. */
  public Functions functions() {
    return functions;
  }

  Code code() {
    return code;
  }

  CallKinds calls() {
    return calls;
  }

  /** The index that the jump at an index goes to when it is taken. */
  public int jumpTarget(int index) {
    return jumpTargets[index];
  }

  /** Whether states are compared before an instruction. */
  public boolean isPrunePoint(int index) {
    return prunePoints.get(index);
  }

  /** Whether a state is stored before an instruction every time. */
  public boolean isCheckpoint(int index) {
    return checkpoints.get(index);
  }

  private void checkJumps() {
    for (int i = 0; i < code.size(); i++) {
      jumpTargets[i] = -1;
      if (!isJump(code.get(i))) {
        continue;
      }
      int offset = offset(code.get(i));
      int target = code.target(i, offset);
      int function = functions.containing(i);
      if (target < functions.start(function) || target >= functions.end(function)) {
        int slot = code.slotOf(i);
        int to = slot + 1 + offset;
        boolean inside = to > 0 && to < code.slots() && code.indexAt(to) < 0;
        throw new FlowViolation(
            i,
            Violation.of(
                Rule.JUMP_TARGET,
                inside
                    ? "jump into the middle of ldimm64 insn " + to
                    : "jump out of range from insn " + slot + " to " + to,
                inside
                    ? "The jump goes into the middle of the two-slot instruction before slot " + to
                    : "The jump goes to slot " + to + ", outside of its function"));
      }
      jumpTargets[i] = target;
    }
  }

  static boolean isJump(Instruction instruction) {
    return instruction instanceof Instruction.Jump
        || instruction instanceof Instruction.JumpIf
        || instruction instanceof Instruction.MayGoto;
  }

  private static int offset(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Jump jump -> jump.offset();
      case Instruction.JumpIf jump -> jump.offset();
      case Instruction.MayGoto jump -> jump.offset();
      default -> throw new AssertionError(instruction);
    };
  }

  private void checkEnds() {
    for (int function = 0; function < functions.count(); function++) {
      int last = functions.end(function) - 1;
      Instruction instruction = last < 0 ? null : code.get(last);
      if (!(instruction instanceof Instruction.Exit || instruction instanceof Instruction.Jump)) {
        throw new FlowViolation(
            Math.max(last, 0),
            Violation.of(
                Rule.FALL_THROUGH,
                "last insn is not an exit or jmp",
                "Control runs past the end of the function: its last instruction is neither exit"
                    + " nor an unconditional jump"));
      }
    }
  }

  private void markPoints() {
    for (int i = 0; i < code.size(); i++) {
      switch (code.get(i)) {
        case Instruction.Jump _ -> prunePoints.set(jumpTargets[i]);
        case Instruction.JumpIf _ -> {
          prunePoints.set(i);
          prunePoints.set(jumpTargets[i]);
        }
        case Instruction.MayGoto _ -> {
          prunePoints.set(i);
          prunePoints.set(jumpTargets[i]);
          checkpoints.set(i);
        }
        case Instruction.CallSubprogram _ -> {
          prunePoints.set(i);
          prunePoints.set(i + 1);
          prunePoints.set(Functions.target(code, i));
        }
        case Instruction.CallHelper _, Instruction.CallKfunc _ -> markCall(i);
        default -> {
          // Nothing else splits or joins paths.
        }
      }
    }
  }

  private void markCall(int index) {
    boolean repeated = calls.callsCallback(index) || calls.advancesIterator(index);
    if (repeated || calls.schedulesCallback(index)) {
      prunePoints.set(index);
    }
    if (repeated) {
      checkpoints.set(index);
    }
  }

  /** The indexes that control can go to from an instruction within its function. */
  int[] successors(int index) {
    return switch (code.get(index)) {
      case Instruction.Exit _ -> new int[0];
      case Instruction.Jump _ -> new int[] {jumpTargets[index]};
      case Instruction.JumpIf _, Instruction.MayGoto _ -> new int[] {index + 1, jumpTargets[index]};
      case Instruction.CallKfunc _ when calls.throwsException(index) -> new int[] {index + 1};
      default -> new int[] {index + 1};
    };
  }

  /** Goes over the program depth first. */
  private record Reachability(ControlFlow flow, boolean backEdges) {
    void check() {
      Code code = flow.code;
      BitSet seen = new BitSet();
      ArrayDeque<Integer> pending = new ArrayDeque<>();
      pending.push(0);
      seen.set(0);
      while (!pending.isEmpty()) {
        int index = pending.pop();
        for (int next : flow.successors(index)) {
          if (!backEdges && next <= index) {
            throw new FlowViolation(
                index,
                Violation.of(
                    Rule.BACK_EDGE,
                    "back-edge from insn " + code.slotOf(index) + " to " + code.slotOf(next)));
          }
          visit(seen, pending, next);
        }
        int callee = Functions.target(code, index);
        if (callee >= 0) {
          visit(seen, pending, callee);
        }
      }
      int unreached = seen.nextClearBit(0);
      if (unreached < code.size()) {
        int slot = code.slotOf(unreached);
        throw new FlowViolation(
            unreached,
            Violation.of(
                Rule.UNREACHABLE_CODE,
                "unreachable insn " + slot,
                "No path reaches the instruction at slot " + slot));
      }
    }

    private static void visit(BitSet seen, ArrayDeque<Integer> pending, int index) {
      if (!seen.get(index)) {
        seen.set(index);
        pending.push(index);
      }
    }
  }
}
