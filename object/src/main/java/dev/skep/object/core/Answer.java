package dev.skep.object.core;

/**
 * What a relocation comes to.
 *
 * @param expected what the compiler should have written
 * @param value what is to be written
 * @param poison whether the target has no such thing, so that the instruction must not run
 * @param validate whether {@code expected} is sure, and another value an error
 * @param sizeUnfit whether a load or store cannot take on the target's size
 * @param localSize bytes of the local field; 0 where sizes do not count
 * @param targetSize bytes of the target's field; 0 where sizes do not count
 */
record Answer(
    long expected,
    long value,
    boolean poison,
    boolean validate,
    boolean sizeUnfit,
    int localSize,
    int targetSize) {

  /** An answer of a number alone. */
  static Answer of(long expected, long value, boolean validate) {
    return new Answer(expected, value, false, validate, false, 0, 0);
  }

  /** The target has no such thing. */
  static Answer absent() {
    return new Answer(0, 0, true, true, false, 0, 0);
  }
}
