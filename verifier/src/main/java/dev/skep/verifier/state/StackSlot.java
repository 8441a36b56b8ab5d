package dev.skep.verifier.state;

/**
 * Eight bytes of a stack, aligned: the kind of each byte, and the value that was spilled there.
 *
 * <p>Byte 0 is the one at the highest address: a slot at {@code fp-8} holds {@code fp-1} as byte 0
 * and {@code fp-8} as byte 7, so that a byte's number is {@code -1 - offset} modulo 8.
 *
 * @param kinds the {@link ByteKind} of byte {@code n} in bits {@code 8n} to {@code 8n+7}
 * @param spilled the register or object whose bytes are {@code SPILL}, {@code DYNPTR} …; else
 *     uninitialised
 */
public record StackSlot(long kinds, Value spilled) {
  /** Eight bytes that were never written. */
  public static final StackSlot EMPTY = new StackSlot(0, Value.uninitialised());

  /** Eight zero bytes. */
  public static final StackSlot ZERO = filled(ByteKind.ZERO);

  /** Eight bytes of unknown numbers. */
  public static final StackSlot MISC = filled(ByteKind.MISC);

  /** Eight bytes of one kind. */
  public static StackSlot filled(int kind) {
    return new StackSlot(ByteKind.all(kind), Value.uninitialised());
  }

  /** A slot that is all part of an object. */
  public static StackSlot holding(int kind, StackObject object) {
    return new StackSlot(ByteKind.all(kind), object);
  }

  /** A register spilled whole. */
  public static StackSlot spilling(Value value) {
    return new StackSlot(ByteKind.all(ByteKind.SPILL), value);
  }

  /** The kind of a byte, 0 being the one at the highest address. */
  public int kind(int index) {
    return (int) (kinds >>> (index * 8)) & 0xff;
  }

  /** The slot with one byte of another kind. */
  public StackSlot withKind(int index, int kind) {
    long cleared = kinds & ~(0xffL << (index * 8));
    return new StackSlot(cleared | (long) kind << (index * 8), spilled);
  }

  /** The slot with another spilled value. */
  public StackSlot withSpilled(Value value) {
    return new StackSlot(kinds, value);
  }

  /** Whether a register is spilled here, whole or in part. */
  public boolean isSpill() {
    return kind(7) == ByteKind.SPILL;
  }

  /** Whether a whole register is spilled here. */
  public boolean isWholeSpill() {
    return kind(0) == ByteKind.SPILL;
  }

  /** Whether a number is spilled here, whole or in part. */
  public boolean isScalarSpill() {
    return isSpill() && spilled instanceof Scalar;
  }

  /** Whether the bytes belong to a dynptr, an iterator or an interrupt flag. */
  public boolean isObject() {
    return spilled instanceof StackObject;
  }

  /** Whether all bytes are of a kind. */
  public boolean isAll(int kind) {
    return kinds == ByteKind.all(kind);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 7; i >= 0; i--) {
      text.append(ByteKind.letter(kind(i)));
    }
    return isSpill() || isObject() ? text + ":" + spilled : text.toString();
  }
}
