package dev.skep.isa;

/** The condition of a jump (RFC 9669 section 4.3). */
public enum Condition {
  EQUAL(0x10),
  UNSIGNED_GREATER(0x20),
  UNSIGNED_GREATER_OR_EQUAL(0x30),
  /** Any bit of the second operand is set in the first. */
  BITS_SET(0x40),
  NOT_EQUAL(0x50),
  SIGNED_GREATER(0x60),
  SIGNED_GREATER_OR_EQUAL(0x70),
  UNSIGNED_LESS(0xa0),
  UNSIGNED_LESS_OR_EQUAL(0xb0),
  SIGNED_LESS(0xc0),
  SIGNED_LESS_OR_EQUAL(0xd0);

  private final int code;

  Condition(int code) {
    this.code = code;
  }

  /** The encoded {@code code} field, already in its place in the opcode byte. */
  public int code() {
    return code;
  }
}
