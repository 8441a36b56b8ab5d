package dev.skep.isa;

/** The second operand of an arithmetic or jump instruction: a register or a 32-bit immediate. */
public sealed interface Operand permits Register, Operand.Immediate {

  /** A signed 32-bit immediate, sign-extended where the operation is 64 bits wide. */
  record Immediate(int value) implements Operand {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  /** The immediate operand with a value. */
  static Operand of(int value) {
    return new Immediate(value);
  }
}
