package dev.skep.vm.jit;

import dev.skep.vm.memory.Fault;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Op;

/** What emitted code does when it cannot go on. */
final class Traps {
  private Traps() {}

  /** What to throw for what ended an instruction: its trap; nothing counts instructions. */
  static RuntimeException trap(RuntimeException reason, Executable program, int index) {
    return stops(reason) ? Execution.trapOf(program, index, reason) : reason;
  }

  /** Whether an exception is what an instruction ends with; others are not for the emitted code. */
  private static boolean stops(RuntimeException reason) {
    return switch (reason) {
      case Fault _ -> true;
      case IndexOutOfBoundsException _, IllegalArgumentException _ -> true;
      case UnsupportedOperationException _ -> true;
      default -> false;
    };
  }

  /**
   * What to throw for what ended an instruction of a run that counts: its trap.
   *
   * @param budget what is left after the whole segment that the instruction is in
   */
  static RuntimeException trap(
      RuntimeException reason,
      Execution run,
      Executable program,
      Shape shape,
      int index,
      long budget) {
    if (!stops(reason)) {
      return reason;
    }
    if (!Op.isCall(program.words()[index])) {
      run.budget = budget + (shape.segmentEnd(index) - 1 - index);
    }
    return Execution.trapOf(program, index, reason);
  }
}
