package dev.skep.isa;

/**
 * How many low bits of its operands an arithmetic or jump instruction uses; a 32-bit result is
 * zero-extended.
 */
public enum Width {
  W32(32),
  W64(64);

  private final int bits;

  Width(int bits) {
    this.bits = bits;
  }

  /** 32 or 64. */
  public int bits() {
    return bits;
  }
}
