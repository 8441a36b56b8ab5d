package dev.skep.isa.classic;

/** The second operand of classic arithmetic and jumps; the first is the accumulator A. */
public sealed interface ClassicOperand {
  /** 32 bits, unsigned. */
  record Constant(int value) implements ClassicOperand {}

  /** The index register X. */
  record Index() implements ClassicOperand {}

  /** A constant. */
  static ClassicOperand of(int value) {
    return new Constant(value);
  }

  /** X. */
  static ClassicOperand index() {
    return new Index();
  }
}
