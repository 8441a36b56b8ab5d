package dev.skep.trace.middle;

/** What a step works on: 64 bits. */
public sealed interface Value {

  /** A place for 64 bits that steps write and read; it may be written more than once. */
  record Temp(int id) implements Value {
    @Override
    public String toString() {
      return "t" + id;
    }
  }

  /** A number that is known. */
  record Constant(long value) implements Value {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** The number 0. */
  Constant ZERO = new Constant(0);

  /** The number 1. */
  Constant ONE = new Constant(1);
}
