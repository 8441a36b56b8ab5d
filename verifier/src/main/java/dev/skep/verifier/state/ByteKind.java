package dev.skep.verifier.state;

/** What one byte of the stack holds. The constants are packed eight to a {@code long}. */
public final class ByteKind {
  /** Never written. */
  public static final int INVALID = 0;

  /** Part of the register that was spilled here. */
  public static final int SPILL = 1;

  /** Some number. */
  public static final int MISC = 2;

  /** Zero. */
  public static final int ZERO = 3;

  /** Part of a dynptr. */
  public static final int DYNPTR = 4;

  /** Part of an iterator. */
  public static final int ITERATOR = 5;

  /** Part of a saved interrupt flag. */
  public static final int INTERRUPT = 6;

  private static final long EACH = 0x0101010101010101L;

  private ByteKind() {}

  /** Eight bytes of one kind. */
  static long all(int kind) {
    return EACH * kind;
  }

  static char letter(int kind) {
    return "?rmzdif".charAt(kind);
  }
}
