package dev.skep.isa;

/**
 * A binary arithmetic operation (RFC 9669 section 4.1); division and modulo are unsigned unless the
 * name says otherwise.
 */
public enum AluOperation {
  ADD(0x00),
  SUB(0x10),
  MUL(0x20),
  DIV(0x30),
  OR(0x40),
  AND(0x50),
  LSH(0x60),
  RSH(0x70),
  MOD(0x90),
  XOR(0xa0),
  ARSH(0xc0),
  /** DIV with offset 1. */
  SDIV(0x30),
  /** MOD with offset 1. */
  SMOD(0x90);

  private final int code;

  AluOperation(int code) {
    this.code = code;
  }

  /** The encoded {@code code} field, already in its place in the opcode byte. */
  public int code() {
    return code;
  }

  /** Whether the operation is the signed variant, which is encoded by an offset of 1. */
  public boolean signed() {
    return this == SDIV || this == SMOD;
  }
}
