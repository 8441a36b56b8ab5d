package dev.skep.verifier.rules;

import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/**
 * Makes loops converge: a number that differs from the previous iteration, and that has not decided
 * anything, may be any number in the next.
 */
record Widening(State before, State now) {

  void apply() {
    for (int i = now.depth(); i >= 0; i--) {
      Frame old = before.frame(i);
      Frame frame = now.frame(i);
      for (int register = 0; register < 10; register++) {
        frame.register(
            register,
            widened(old.register(register), old.isPrecise(register), frame.register(register)));
      }
      for (int slot = 0; slot < Math.min(old.slots(), frame.slots()); slot++) {
        if (old.slot(slot).isSpill() && frame.slot(slot).isSpill()) {
          Value value = frame.slot(slot).spilled();
          Value wide = widened(old.slot(slot).spilled(), old.isSlotPrecise(slot), value);
          frame.slot(slot, frame.slot(slot).withSpilled(wide));
        }
      }
    }
  }

  private static Value widened(Value old, boolean precise, Value value) {
    if (!(old instanceof Scalar a) || !(value instanceof Scalar b) || precise) {
      return value;
    }
    return a.range().equals(b.range()) && a.id() == b.id() && a.delta() == b.delta()
        ? value
        : Value.unknown();
  }
}
