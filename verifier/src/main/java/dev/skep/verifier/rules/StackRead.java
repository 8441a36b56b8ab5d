package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.ByteKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.Value;

/**
 * Reads of stack memory whose bytes are not followed one by one: by helpers, or at a variable
 * offset.
 */
record StackRead(Machine machine, Frame frame, int register, Pointer pointer) {

  /** A load at a variable offset: every byte in reach must be readable. */
  void direct(StackRange range, int size) {
    check(range, size, false, "");
  }

  /**
   * A helper that reads, and may write, memory on the stack.
   *
   * @param size the number of bytes at each place in reach
   */
  void byHelper(StackRange range, int size) {
    check(range, size, true, "");
  }

  private void check(StackRange range, int size, boolean clobbers, String how) {
    for (int offset = (int) range.min(); offset < range.max(); offset++) {
      int number = StackAccess.slotOf(offset);
      StackSlot slot = frame.slot(number);
      int index = (-offset - 1) % 8;
      int kind = slot.kind(index);
      boolean plain =
          kind == ByteKind.MISC
              || kind == ByteKind.ZERO
              || (kind == ByteKind.INVALID && machine.privileged());
      boolean spilled =
          slot.isSpill() && (slot.spilled() instanceof Scalar || machine.privileged());
      if (!plain && !spilled) {
        throw refused(range, offset, size, how);
      }
      if (clobbers) {
        clobber(number, slot, index, kind, plain);
      }
      new SlotReads(machine.state()).read(frame.number(), number);
    }
  }

  private void clobber(int number, StackSlot slot, int index, int kind, boolean plain) {
    if (plain) {
      if (kind != ByteKind.MISC) {
        frame.slot(number, slot.withKind(index, ByteKind.MISC));
      }
      return;
    }
    StackSlot result = slot.withSpilled(Value.uninitialised());
    for (int i = 0; i < 8; i++) {
      if (slot.kind(i) == ByteKind.SPILL) {
        result = result.withKind(i, ByteKind.MISC);
      }
    }
    frame.slot(number, result);
  }

  private Violation refused(StackRange range, int offset, int size, String how) {
    String at =
        pointer.isFixed()
            ? " off " + range.min() + "+" + (offset - range.min())
            : " var_off " + pointer.variable().bits() + "+" + (offset - range.min());
    return Violation.of(
        Rule.UNINITIALISED_STACK,
        "invalid" + how + " read from stack R" + register + at + " size " + size,
        "The byte at offset "
            + offset
            + " of the stack is read, but it was not written on this path or belongs to an"
            + " object of the kernel");
  }
}
