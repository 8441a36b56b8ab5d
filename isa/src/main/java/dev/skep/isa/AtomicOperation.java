package dev.skep.isa;

/**
 * An atomic read-modify-write (RFC 9669 section 5.3); whether the old value is fetched is the
 * instruction's own field.
 */
public enum AtomicOperation {
  ADD(0x00),
  OR(0x40),
  AND(0x50),
  XOR(0xa0),
  /** Exchange; always fetches. */
  XCHG(0xe0),
  /** Compare with R0 and exchange; always fetches, into R0. */
  CMPXCHG(0xf0);

  /** The bit of the immediate that asks for the old value. */
  public static final int FETCH = 0x01;

  private final int code;

  AtomicOperation(int code) {
    this.code = code;
  }

  /** The operation's bits of the immediate, without {@link #FETCH}. */
  public int code() {
    return code;
  }

  /** Whether the form without {@link #FETCH} is reserved: for XCHG and CMPXCHG. */
  public boolean alwaysFetches() {
    return this == XCHG || this == CMPXCHG;
  }
}
