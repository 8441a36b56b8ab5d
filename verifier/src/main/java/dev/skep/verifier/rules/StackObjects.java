package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.StackObject;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** What becomes of the kernel's objects on the stack when the program writes over them. */
record StackObjects(Machine machine) {

  /** A slot is about to be overwritten by the program. */
  void overwrite(Frame frame, int slot) {
    StackSlot found = frame.slot(slot);
    if (!(found.spilled() instanceof StackObject.DynptrSlot dynptr)) {
      return;
    }
    int first = dynptr.first() ? slot : slot + 1;
    if (dynptr.reference() != 0 && isOnlyCopy(dynptr)) {
      throw Violation.of(
          Rule.DYNPTR,
          "cannot overwrite referenced dynptr",
          "A dynptr that holds a reference is overwritten, so that it can never be released");
    }
    frame.slot(first, StackSlot.EMPTY);
    frame.slot(first - 1, StackSlot.EMPTY);
    new Invalidation(machine.state())
        .each(value ->
            value instanceof Pointer pointer && isSliceOf(pointer, dynptr)
                ? Value.unknown()
                : value);
  }

  private static boolean isSliceOf(Pointer pointer, StackObject.DynptrSlot dynptr) {
    return pointer.target() instanceof Target.Sized(int _, int owner)
        && owner != 0
        && owner == dynptr.id();
  }

  private boolean isOnlyCopy(StackObject.DynptrSlot dynptr) {
    int copies = 0;
    for (int i = 0; i <= machine.state().depth(); i++) {
      Frame frame = machine.state().frame(i);
      for (int slot = 0; slot < frame.slots(); slot++) {
        if (frame.slot(slot).spilled() instanceof StackObject.DynptrSlot other
            && other.first()
            && other.reference() == dynptr.reference()) {
          copies++;
        }
      }
    }
    return copies <= 1;
  }
}
