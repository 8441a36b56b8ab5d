package dev.skep.isa;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * An immutable sequence of eBPF instructions.
 *
 * <p>An <em>index</em> counts instructions, a <em>slot</em> counts 8-byte units of the encoding,
 * which is how offsets of jumps and the kernel's messages count; a {@link
 * Instruction.LoadImmediate64} takes two slots.
 */
public final class Code implements Iterable<Instruction> {
  private static final int[] NO_SLOTS = {};

  private final List<Instruction> instructions;

  /**
   * Slot of each instruction and, last, the number of all slots; empty when every instruction takes
   * one slot.
   */
  private final int[] slotOfIndex;

  private Code(List<Instruction> instructions, int[] slotOfIndex) {
    this.instructions = instructions;
    this.slotOfIndex = slotOfIndex;
  }

  /** The sequence of these instructions, which are copied. */
  public static Code of(List<Instruction> instructions) {
    List<Instruction> copy = List.copyOf(instructions);
    int[] slots = new int[copy.size() + 1];
    for (int i = 0; i < copy.size(); i++) {
      slots[i + 1] = slots[i] + copy.get(i).slots();
    }
    return new Code(copy, slots[copy.size()] == copy.size() ? NO_SLOTS : slots);
  }

  /** The sequence of these instructions. */
  public static Code of(Instruction... instructions) {
    return of(List.of(instructions));
  }

  /** How many instructions there are. */
  public int size() {
    return instructions.size();
  }

  /** How many 8-byte slots the encoding takes. */
  public int slots() {
    return slotOf(size());
  }

  /** The instruction at an index. */
  public Instruction get(int index) {
    return instructions.get(index);
  }

  /** All instructions, unmodifiable. */
  public List<Instruction> instructions() {
    return instructions;
  }

  /**
   * The slot at which the instruction with this index starts; for {@code size()} the number of all
   * slots.
   */
  public int slotOf(int index) {
    return slotOfIndex.length == 0 ? index : slotOfIndex[index];
  }

  /**
   * The index of the instruction that starts at a slot; −1 when the slot is outside or the second
   * of a two-slot instruction.
   */
  public int indexAt(int slot) {
    if (slot < 0 || slot >= slots()) {
      return -1;
    }
    if (slotOfIndex.length == 0) {
      return slot;
    }
    int found = Arrays.binarySearch(slotOfIndex, slot);
    return found < 0 ? -1 : found;
  }

  /**
   * The index of the instruction that a jump or call with this offset at this index goes to; −1
   * when it goes nowhere.
   */
  public int target(int index, int offset) {
    long slot = (long) slotOf(index + 1) + offset;
    return slot == (int) slot ? indexAt((int) slot) : -1;
  }

  /**
   * The index of the instruction at which the subprogram starts that the instruction with this
   * index calls or, as a callback, names; −1 when it does neither or goes nowhere.
   */
  public int subprogramTarget(int index) {
    Instruction instruction = get(index);
    if (instruction instanceof Instruction.CallSubprogram call) {
      return target(index, call.offset());
    }
    if (instruction instanceof Instruction.LoadImmediate64 load
        && load.kind() == PseudoImmediate.FUNCTION) {
      long slot = (long) slotOf(index) + 1 + load.low();
      return slot == (int) slot ? indexAt((int) slot) : -1;
    }
    return -1;
  }

  @Override
  public Iterator<Instruction> iterator() {
    return instructions.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Code code && instructions.equals(code.instructions);
  }

  @Override
  public int hashCode() {
    return instructions.hashCode();
  }

  @Override
  public String toString() {
    return "Code[" + size() + " instructions, " + slots() + " slots]";
  }
}
