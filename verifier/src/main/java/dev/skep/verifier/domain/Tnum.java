package dev.skep.verifier.domain;

/**
 * A <em>tracked number</em>: what is known of each bit of a 64-bit value. A bit set in {@code mask}
 * is unknown; elsewhere the bit is that of {@code value}.
 *
 * <p>The transfer functions are those that Vishwanathan, Shachnai, Narayana and Nagarakatte prove
 * sound ("Sound, Precise, and Fast Abstract Interpretation with Tristate Numbers", CGO 2022).
 * Arithmetic wraps at 64 bits; narrower domains {@link #truncate} the result.
 *
 * @param value the known bits; zero where {@code mask} has a one
 * @param mask the unknown bits
 */
public record Tnum(long value, long mask) {
  /** Nothing is known. */
  public static final Tnum UNKNOWN = new Tnum(0, -1);

  /** The number with these bits, all known. */
  public static Tnum of(long value) {
    return new Tnum(value, 0);
  }

  /** The closest tracked number that holds all of {@code min..max}, unsigned and inclusive. */
  public static Tnum ofRange(long min, long max) {
    long differing = min ^ max;
    if (differing < 0) {
      return UNKNOWN;
    }
    // Bits below and at the highest differing one can be anything; those above are common.
    long unknown = differing == 0 ? 0 : (Long.highestOneBit(differing) << 1) - 1;
    return new Tnum(min & ~unknown, unknown);
  }

  /** Whether every bit is known. */
  public boolean isConstant() {
    return mask == 0;
  }

  /** Whether no bit is known. */
  public boolean isUnknown() {
    return mask == -1;
  }

  /** The smallest unsigned member. */
  public long min() {
    return value;
  }

  /** The largest unsigned member. */
  public long max() {
    return value | mask;
  }

  /** Whether a concrete number is a member. */
  public boolean contains(long number) {
    return ((number ^ value) & ~mask) == 0;
  }

  /** Whether every member of the other number is a member of this one. */
  public boolean includes(Tnum other) {
    return (other.mask & ~mask) == 0 && value == (other.value & ~mask);
  }

  /** Whether the two may have a member in common. */
  public boolean overlaps(Tnum other) {
    return ((value ^ other.value) & ~(mask | other.mask)) == 0;
  }

  /** The sum. */
  public Tnum add(Tnum other) {
    long masks = mask + other.mask;
    long values = value + other.value;
    long unknown = ((masks + values) ^ values) | mask | other.mask;
    return new Tnum(values & ~unknown, unknown);
  }

  /** The difference. */
  public Tnum subtract(Tnum other) {
    long difference = value - other.value;
    long unknown = ((difference + mask) ^ (difference - other.mask)) | mask | other.mask;
    return new Tnum(difference & ~unknown, unknown);
  }

  /** Zero minus this. */
  public Tnum negate() {
    return of(0).subtract(this);
  }

  /** The bitwise conjunction. */
  public Tnum and(Tnum other) {
    long both = value & other.value;
    return new Tnum(both, max() & other.max() & ~both);
  }

  /** The bitwise disjunction. */
  public Tnum or(Tnum other) {
    long either = value | other.value;
    return new Tnum(either, (mask | other.mask) & ~either);
  }

  /** The bitwise exclusive disjunction. */
  public Tnum xor(Tnum other) {
    long unknown = mask | other.mask;
    return new Tnum((value ^ other.value) & ~unknown, unknown);
  }

  /** The product, by long multiplication: an unknown bit joins "added" with "not added". */
  public Tnum multiply(Tnum other) {
    Tnum sum = of(0);
    Tnum addend = other;
    for (Tnum factor = this; factor.max() != 0; factor = factor.shiftRight(1)) {
      if ((factor.value & 1) != 0) {
        sum = sum.add(addend);
      } else if ((factor.mask & 1) != 0) {
        sum = sum.union(sum.add(addend));
      }
      addend = addend.shiftLeft(1);
    }
    return sum;
  }

  /** Shifted left by a known number of bits. */
  public Tnum shiftLeft(int shift) {
    return new Tnum(value << shift, mask << shift);
  }

  /** Shifted right by a known number of bits, zeros coming in. */
  public Tnum shiftRight(int shift) {
    return new Tnum(value >>> shift, mask >>> shift);
  }

  /** Shifted right by a known number of bits as a signed number of {@code bits} bits. */
  public Tnum shiftRightSigned(int shift, int bits) {
    int spare = Long.SIZE - bits;
    return new Tnum(value << spare >> spare >> shift, mask << spare >> spare >> shift)
        .truncate(bits);
  }

  /** The members that both have; meaningful only where there are any. */
  public Tnum intersect(Tnum other) {
    long unknown = mask & other.mask;
    return new Tnum((value | other.value) & ~unknown, unknown);
  }

  /** The closest number that holds the members of both. */
  public Tnum union(Tnum other) {
    long unknown = mask | other.mask | (value ^ other.value);
    return new Tnum(value & ~unknown, unknown);
  }

  /** The low {@code bits} bits, the others zero. */
  public Tnum truncate(int bits) {
    if (bits == Long.SIZE) {
      return this;
    }
    long keep = (1L << bits) - 1;
    return new Tnum(value & keep, mask & keep);
  }

  /** This number with its low {@code bits} bits taken from another, which has no others. */
  public Tnum withLow(int bits, Tnum low) {
    long keep = -1L << bits;
    return new Tnum((value & keep) | low.value, (mask & keep) | low.mask);
  }

  /** Whether every member is a multiple of {@code size}, a power of two. */
  public boolean isAligned(int size) {
    return (max() & (size - 1)) == 0;
  }

  /** The kernel's spelling: {@code (0x0; 0xff)}, value first. */
  @Override
  public String toString() {
    return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
  }
}
