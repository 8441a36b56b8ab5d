package dev.skep.verifier.domain;

/**
 * The widths that numbers are tracked at: a whole of {@code bits} and its low half of {@code
 * lowBits}. The verifier uses {@link #LINUX}; tests use narrow ones, where all values can be tried.
 *
 * @param bits the width of the whole, at most 64
 * @param lowBits the width of the half
 */
public record ScalarDomain(int bits, int lowBits) {
  /** 64 bits, with 32-bit halves. */
  public static final ScalarDomain LINUX = new ScalarDomain(64, 32);

  private static final ScalarRange LINUX_UNKNOWN = LINUX.unbounded(Tnum.UNKNOWN);

  /** The largest unsigned number of the whole. */
  public long maxUnsigned() {
    return maxUnsigned(bits);
  }

  /** The largest unsigned number of the half. */
  public long maxLowUnsigned() {
    return maxUnsigned(lowBits);
  }

  static long maxUnsigned(int width) {
    return -1L >>> (Long.SIZE - width);
  }

  /** The smallest signed number of a width. */
  public static long minSigned(int width) {
    return -1L << (width - 1);
  }

  /** The largest signed number of a width. */
  public static long maxSigned(int width) {
    return ~minSigned(width);
  }

  /** The low {@code width} bits, sign-extended. */
  public static long signExtend(long value, int width) {
    int spare = Long.SIZE - width;
    return value << spare >> spare;
  }

  /** The low {@code width} bits, zero-extended. */
  public static long zeroExtend(long value, int width) {
    return value & maxUnsigned(width);
  }

  /** Any number. */
  public ScalarRange unknown() {
    return bits == 64 ? LINUX_UNKNOWN : unbounded(Tnum.UNKNOWN.truncate(bits));
  }

  /** Numbers with these bits and no bounds. */
  ScalarRange unbounded(Tnum known) {
    return new ScalarRange(
        known,
        0,
        maxUnsigned(),
        minSigned(bits),
        maxSigned(bits),
        0,
        maxLowUnsigned(),
        minSigned(lowBits),
        maxSigned(lowBits));
  }

  /** Just one number. */
  public ScalarRange constant(long value) {
    long unsigned = zeroExtend(value, bits);
    long signed = signExtend(value, bits);
    long lowUnsigned = zeroExtend(value, lowBits);
    long lowSigned = signExtend(value, lowBits);
    return new ScalarRange(
        Tnum.of(unsigned),
        unsigned,
        unsigned,
        signed,
        signed,
        lowUnsigned,
        lowUnsigned,
        lowSigned,
        lowSigned);
  }

  /** The numbers from {@code min} to {@code max} as signed numbers. */
  public ScalarRange signedBetween(long min, long max) {
    RangeBuilder builder = new RangeBuilder(this, unknown());
    builder.signedMin = min;
    builder.signedMax = max;
    return builder.synced();
  }

  /** The numbers from {@code min} to {@code max} as unsigned numbers. */
  public ScalarRange unsignedBetween(long min, long max) {
    RangeBuilder builder = new RangeBuilder(this, unknown());
    builder.unsignedMin = min;
    builder.unsignedMax = max;
    return builder.synced();
  }

  /** Numbers with these bits, all bounds derived from them. */
  public ScalarRange ofBits(Tnum known) {
    return new RangeBuilder(this, unbounded(known.truncate(bits))).synced();
  }

  /** Whether a concrete number is a member of a range. */
  public boolean contains(ScalarRange range, long number) {
    long unsigned = zeroExtend(number, bits);
    long signed = signExtend(number, bits);
    long lowUnsigned = zeroExtend(number, lowBits);
    long lowSigned = signExtend(number, lowBits);
    return range.bits().contains(unsigned)
        && Long.compareUnsigned(range.unsignedMin(), unsigned) <= 0
        && Long.compareUnsigned(range.unsignedMax(), unsigned) >= 0
        && range.signedMin() <= signed
        && range.signedMax() >= signed
        && range.lowUnsignedMin() <= lowUnsigned
        && range.lowUnsignedMax() >= lowUnsigned
        && range.lowSignedMin() <= lowSigned
        && range.lowSignedMax() >= lowSigned;
  }
}
