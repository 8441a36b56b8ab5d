package dev.skep.isa.flow;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Cuts a program into subprograms and basic blocks and finds the edges between them. */
final class BlockFinder {
  private final Code code;
  private final BitSet entries = new BitSet();
  private final BitSet leaders = new BitSet();
  private final List<FlowFault> faults = new ArrayList<>();
  private final int[] blockOf;
  private int[] firstOfBlock = {};
  private final List<Subprogram> subprograms = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();

  BlockFinder(Code code) {
    this.code = code;
    this.blockOf = new int[code.size()];
    findEntries();
    findLeaders();
    numberBlocks();
    numberSubprograms();
    findCalls();
  }

  /** The block of each instruction. */
  int[] blockOf() {
    return blockOf;
  }

  /** The first instruction of each block and, last, the number of instructions. */
  int[] firstOfBlock() {
    return firstOfBlock;
  }

  List<Subprogram> subprograms() {
    return List.copyOf(subprograms);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Only complete after {@link #edges}. */
  List<FlowFault> faults() {
    return List.copyOf(faults);
  }

  private void findEntries() {
    if (code.size() > 0) {
      entries.set(0);
    }
    for (int i = 0; i < code.size(); i++) {
      if (!namesSubprogram(code.get(i))) {
        continue;
      }
      int target = code.subprogramTarget(i);
      if (target >= 0) {
        entries.set(target);
      } else {
        faults.add(new FlowFault(i, FlowFault.Kind.CALL_TO_NOWHERE, namedSlot(i)));
      }
    }
  }

  private static boolean namesSubprogram(Instruction instruction) {
    return instruction instanceof Instruction.CallSubprogram
        || (instruction instanceof Instruction.LoadImmediate64 load
            && load.kind() == dev.skep.isa.PseudoImmediate.FUNCTION);
  }

  private long namedSlot(int index) {
    int offset =
        code.get(index) instanceof Instruction.LoadImmediate64 load
            ? load.low()
            : ((Instruction.CallSubprogram) code.get(index)).offset();
    return code.slotOf(index) + 1L + offset;
  }

  private void findLeaders() {
    leaders.or(entries);
    for (int i = 0; i < code.size(); i++) {
      Instruction instruction = code.get(i);
      if (jumps(instruction)) {
        int target = code.target(i, offset(instruction));
        if (target >= 0) {
          leaders.set(target);
        }
      }
      if (jumps(instruction) || instruction instanceof Instruction.Exit) {
        leaders.set(i + 1);
      }
    }
    leaders.clear(code.size());
  }

  private static boolean jumps(Instruction instruction) {
    return instruction instanceof Instruction.JumpIf
        || instruction instanceof Instruction.Jump
        || instruction instanceof Instruction.MayGoto;
  }

  /** The offset of an instruction that {@link #jumps}. */
  private static int offset(Instruction instruction) {
    if (instruction instanceof Instruction.JumpIf jump) {
      return jump.offset();
    }
    if (instruction instanceof Instruction.MayGoto jump) {
      return jump.offset();
    }
    return ((Instruction.Jump) instruction).offset();
  }

  private void numberBlocks() {
    firstOfBlock = new int[leaders.cardinality() + 1];
    int block = -1;
    for (int i = 0; i < code.size(); i++) {
      if (leaders.get(i)) {
        block++;
        firstOfBlock[block] = i;
      }
      blockOf[i] = block;
    }
    firstOfBlock[block + 1] = code.size();
  }

  private void numberSubprograms() {
    int blocks = firstOfBlock.length - 1;
    for (int first = entries.nextSetBit(0); first >= 0; ) {
      int next = entries.nextSetBit(first + 1);
      int end = next < 0 ? code.size() : next;
      int endBlock = next < 0 ? blocks : blockOf[next];
      subprograms.add(new Subprogram(first, end, blockOf[first], endBlock));
      first = next;
    }
  }

  private void findCalls() {
    int[] numberOfEntry = new int[code.size()];
    for (int number = 0; number < subprograms.size(); number++) {
      numberOfEntry[subprograms.get(number).first()] = number;
    }
    int caller = -1;
    for (int i = 0; i < code.size(); i++) {
      caller += entries.get(i) ? 1 : 0;
      int target = code.subprogramTarget(i);
      if (target >= 0) {
        boolean callback = code.get(i) instanceof Instruction.LoadImmediate64;
        calls.add(new Call(i, caller, numberOfEntry[target], callback));
      }
    }
  }

  /** The successors of each block: falling through first, then the jump. */
  IntTable edges() {
    int blocks = firstOfBlock.length - 1;
    int[] starts = new int[blocks + 1];
    int[] targets = new int[2 * blocks];
    int count = 0;
    for (Subprogram subprogram : subprograms) {
      for (int block = subprogram.firstBlock(); block < subprogram.endBlock(); block++) {
        int last = firstOfBlock[block + 1] - 1;
        int next = fallThrough(subprogram, last);
        if (next >= 0) {
          targets[count++] = next;
        }
        int taken = jumpTarget(subprogram, last);
        if (taken >= 0) {
          targets[count++] = taken;
        }
        starts[block + 1] = count;
      }
    }
    return new IntTable(starts, Arrays.copyOf(targets, count));
  }

  /** The block after an instruction, −1 if control does not go there. */
  private int fallThrough(Subprogram subprogram, int last) {
    Instruction instruction = code.get(last);
    if (instruction instanceof Instruction.Exit || instruction instanceof Instruction.Jump) {
      return -1;
    }
    if (last + 1 == subprogram.end()) {
      faults.add(new FlowFault(last, FlowFault.Kind.FALLS_OFF_END, code.slotOf(last + 1)));
      return -1;
    }
    return blockOf[last + 1];
  }

  /** The block that an instruction jumps to, −1 if to none. */
  private int jumpTarget(Subprogram subprogram, int last) {
    Instruction instruction = code.get(last);
    if (!jumps(instruction)) {
      return -1;
    }
    int target = code.target(last, offset(instruction));
    if (target >= subprogram.first() && target < subprogram.end()) {
      return blockOf[target];
    }
    FlowFault.Kind kind =
        target < 0 ? FlowFault.Kind.JUMP_TO_NOWHERE : FlowFault.Kind.JUMP_TO_OTHER_SUBPROGRAM;
    faults.add(new FlowFault(last, kind, (long) code.slotOf(last + 1) + offset(instruction)));
    return -1;
  }
}
