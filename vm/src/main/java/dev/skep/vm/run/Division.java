package dev.skep.vm.run;

/**
 * Division as RFC 9669 section 4.1 defines it: by zero gives zero, modulo zero leaves the
 * destination (its low half for 32 bits), and the smallest number by −1 is itself with remainder 0,
 * which is what Java's operators give as well.
 */
public final class Division {
  private Division() {}

  /** Unsigned division of the low halves. */
  public static long divide32(long dst, int divisor) {
    return divisor == 0 ? 0 : Integer.toUnsignedLong(Integer.divideUnsigned((int) dst, divisor));
  }

  /** Unsigned division. */
  public static long divide64(long dst, long divisor) {
    return divisor == 0 ? 0 : Long.divideUnsigned(dst, divisor);
  }

  /** Unsigned remainder of the low halves. */
  public static long modulo32(long dst, int divisor) {
    int low = (int) dst;
    return Integer.toUnsignedLong(divisor == 0 ? low : Integer.remainderUnsigned(low, divisor));
  }

  /** Unsigned remainder. */
  public static long modulo64(long dst, long divisor) {
    return divisor == 0 ? dst : Long.remainderUnsigned(dst, divisor);
  }

  /** Signed division of the low halves. */
  public static long signedDivide32(long dst, int divisor) {
    return divisor == 0 ? 0 : Integer.toUnsignedLong((int) dst / divisor);
  }

  /** Signed division. */
  public static long signedDivide64(long dst, long divisor) {
    return divisor == 0 ? 0 : dst / divisor;
  }

  /** Signed remainder of the low halves. */
  public static long signedModulo32(long dst, int divisor) {
    int low = (int) dst;
    return Integer.toUnsignedLong(divisor == 0 ? low : low % divisor);
  }

  /** Signed remainder. */
  public static long signedModulo64(long dst, long divisor) {
    return divisor == 0 ? dst : dst % divisor;
  }
}
