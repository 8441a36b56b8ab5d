package dev.skep.isa;

/**
 * An eBPF register (RFC 9669 section 4.1 names their use): R0 holds results, R1 to R5 arguments, R6
 * to R9 survive calls, R10 is the read-only frame pointer.
 */
public enum Register implements Operand {
  R0,
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  R9,
  R10;

  private static final Register[] BY_NUMBER = values();

  /** The register's number as it is encoded, 0 to 10. */
  public int number() {
    return ordinal();
  }

  /**
   * The register with an encoded number.
   *
   * @throws IllegalArgumentException when the number is not 0 to 10
   */
  public static Register of(int number) {
    if (number < 0 || number > 10) {
      throw new IllegalArgumentException("register number=" + number + ", expected 0 to 10");
    }
    return BY_NUMBER[number];
  }

  /** The register in the kernel's spelling for 64-bit use: {@code r0} … {@code r10}. */
  @Override
  public String toString() {
    return "r" + ordinal();
  }
}
