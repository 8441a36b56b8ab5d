package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;

/**
 * The bytes of a stack that an access may touch, as offsets from the frame pointer.
 *
 * @param min the lowest byte
 * @param max the byte after the highest
 */
record StackRange(long min, long max) {

  /** Demands that an access lies within the stack; {@code how} is "" or " indirect". */
  static StackRange of(
      Machine machine,
      int register,
      Pointer pointer,
      long offset,
      int size,
      boolean write,
      String how) {
    long min;
    long max;
    if (pointer.isFixed()) {
      min = offset + pointer.variable().constant();
      max = min + size;
    } else {
      if (pointer.variable().signedMax() >= PointerArithmetic.MAX_OFFSET
          || pointer.variable().signedMin() <= -PointerArithmetic.MAX_OFFSET) {
        throw Violation.of(
            Rule.STACK_BOUNDS,
            "invalid unbounded variable-offset" + how + " stack R" + register,
            "The offset into the stack in r" + register + " has no bounds: " + pointer);
      }
      min = offset + pointer.variable().signedMin();
      max = offset + pointer.variable().signedMax() + size;
    }
    Frame frame = machine.state().frame(pointer.frame());
    long lowest = write || machine.privileged() ? -StackAccess.limit() : -(long) frame.stackBytes();
    if (min < lowest || min > -1 || max > 0 || size < 0) {
      throw outside(register, pointer, offset, size, write, how, min, max);
    }
    return new StackRange(min, max);
  }

  private static Violation outside(
      int register,
      Pointer pointer,
      long offset,
      int size,
      boolean write,
      String how,
      long min,
      long max) {
    String what = how + (write ? " write to" : " read from");
    String text =
        pointer.isFixed()
            ? "invalid" + what + " stack R" + register + " off=" + min + " size=" + size
            : "invalid variable-offset"
                + what
                + " stack R"
                + register
                + " var_off="
                + pointer.variable().bits()
                + " off="
                + offset
                + " size="
                + size;
    return Violation.of(
        Rule.STACK_BOUNDS,
        text,
        "The access covers offsets "
            + min
            + " to "
            + (max - 1)
            + " from the frame pointer; the stack is -512 to -1");
  }
}
