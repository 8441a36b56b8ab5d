package dev.skep.verifier.domain;

/**
 * What is known of a number: bounds of the whole as unsigned and as signed, bounds of its low half
 * as unsigned and as signed, and its bits. A concrete number is a member when all five agree.
 *
 * <p>The whole is 64 bits and the half 32 in {@link ScalarDomain#LINUX}; narrower domains exist so
 * that every rule can be tried on every value. Unsigned bounds are zero-extended, signed ones
 * sign-extended to the {@code long} that holds them. All bounds are inclusive.
 *
 * @param bits what is known of each bit
 */
public record ScalarRange(
    Tnum bits,
    long unsignedMin,
    long unsignedMax,
    long signedMin,
    long signedMax,
    long lowUnsignedMin,
    long lowUnsignedMax,
    long lowSignedMin,
    long lowSignedMax) {

  /** Whether only one number is a member. */
  public boolean isConstant() {
    return bits.isConstant();
  }

  /** The only member of a constant, as an unsigned number of the domain's width. */
  public long constant() {
    return bits.value();
  }

  /** Whether the low half is known, {@code lowBits} wide. */
  public boolean isLowConstant(int lowBits) {
    return bits.truncate(lowBits).isConstant();
  }

  /** Whether every bound of the other lies within this one's and so do its bits. */
  public boolean includes(ScalarRange that) {
    return Long.compareUnsigned(unsignedMin, that.unsignedMin) <= 0
        && Long.compareUnsigned(unsignedMax, that.unsignedMax) >= 0
        && signedMin <= that.signedMin
        && signedMax >= that.signedMax
        && lowUnsignedMin <= that.lowUnsignedMin
        && lowUnsignedMax >= that.lowUnsignedMax
        && lowSignedMin <= that.lowSignedMin
        && lowSignedMax >= that.lowSignedMax
        && bits.includes(that.bits);
  }
}
