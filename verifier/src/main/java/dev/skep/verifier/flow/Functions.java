package dev.skep.verifier.flow;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import java.util.Arrays;
import java.util.TreeSet;

/** Where the functions of a program start: at 0, and wherever a call or a callback goes. */
public final class Functions {
  private final int[] starts;
  private final int size;

  private Functions(int[] starts, int size) {
    this.starts = starts;
    this.size = size;
  }

  static Functions of(Code code) {
    TreeSet<Integer> starts = new TreeSet<>();
    starts.add(0);
    for (int i = 0; i < code.size(); i++) {
      int target = target(code, i);
      if (target >= 0) {
        starts.add(target);
      }
    }
    return new Functions(starts.stream().mapToInt(Integer::intValue).toArray(), code.size());
  }

  /** The index of the function that an instruction calls or takes the address of, or −1. */
  public static int target(Code code, int index) {
    int offset;
    switch (code.get(index)) {
      case Instruction.CallSubprogram call -> offset = call.offset();
      case Instruction.LoadImmediate64 load when load.kind() == PseudoImmediate.FUNCTION -> {
        // The offset counts from the first of the two slots.
        int slot = code.slotOf(index) + 1 + load.low();
        offset = slot - code.slotOf(index + 1);
      }
      default -> {
        return -1;
      }
    }
    int target = code.target(index, offset);
    if (target < 0) {
      int slot = code.slotOf(index);
      throw new FlowViolation(
          index, Violation.of(Rule.JUMP_TARGET, "call to invalid destination from insn " + slot));
    }
    return target;
  }

  /** How many functions there are. */
  public int count() {
    return starts.length;
  }

  /** The index of the first instruction of a function. */
  public int start(int function) {
    return starts[function];
  }

  /** The index after the last instruction of a function. */
  public int end(int function) {
    return function + 1 < starts.length ? starts[function + 1] : size;
  }

  /** The number of the function that an instruction lies in. */
  public int containing(int index) {
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : -found - 2;
  }

  /** The number of the function that starts at an instruction. */
  public int startingAt(int index) {
    return Arrays.binarySearch(starts, index);
  }
}
