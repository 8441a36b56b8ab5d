package dev.skep.verifier.state;

import dev.skep.verifier.domain.ScalarRange;

/** What a register, or an eight-byte stack slot that one was spilled to, holds. */
public sealed interface Value permits Uninitialised, Scalar, Pointer, StackObject {

  /** Nothing that may be read. */
  static Value uninitialised() {
    return Uninitialised.VALUE;
  }

  /** Any number. */
  static Scalar unknown() {
    return Scalar.UNKNOWN;
  }

  /** A number within a range. */
  static Scalar of(ScalarRange range) {
    return new Scalar(range, 0, 0, false);
  }

  /** One number. */
  static Scalar constant(long number) {
    return Scalar.ofConstant(number);
  }

  /** The kernel's name for this kind of value, as its messages spell it. */
  String typeName();
}
