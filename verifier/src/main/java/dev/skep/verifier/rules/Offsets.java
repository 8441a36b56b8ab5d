package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;

/** Demands on where a pointer points, for the kinds that must point at the start. */
final class Offsets {
  private Offsets() {}

  /** Demands that nothing was added to a pointer. */
  static void checkUnmodified(Pointer pointer, int register) {
    check(pointer, register, false);
  }

  /** Demands that at most a known number was added to a pointer, and none below zero. */
  static void checkFixed(Pointer pointer, int register) {
    check(pointer, register, true);
  }

  private static void check(Pointer pointer, int register, boolean fixedAllowed) {
    String type = pointer.typeName();
    if (pointer.offset() < 0) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "negative offset "
              + type
              + " ptr R"
              + register
              + " off="
              + pointer.offset()
              + " disallowed",
          "The pointer was moved to before the start: " + pointer);
    }
    if (!fixedAllowed && pointer.offset() != 0) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "dereference of modified "
              + type
              + " ptr R"
              + register
              + " off="
              + pointer.offset()
              + " disallowed",
          "The pointer was moved by " + pointer.offset() + " and must not be: " + pointer);
    }
    if (!pointer.isFixed() || pointer.variable().constant() != 0) {
      throw Violation.of(
          Rule.POINTER_ARITHMETIC,
          "variable " + type + " access var_off=" + pointer.variable().bits() + " disallowed",
          "An unknown number was added to the pointer: " + pointer);
    }
  }
}
