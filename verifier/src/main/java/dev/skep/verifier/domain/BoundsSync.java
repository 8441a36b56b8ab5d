package dev.skep.verifier.domain;

import static dev.skep.verifier.domain.ScalarDomain.signExtend;
import static dev.skep.verifier.domain.ScalarDomain.zeroExtend;

/**
 * The rules by which the five views of a number tell each other what they know. They are Linux
 * 6.18's, applied in its order: a verifier that derived more would accept what the kernel refuses.
 */
final class BoundsSync {
  private BoundsSync() {}

  static void sync(RangeBuilder range) {
    boundsFromBits(range);
    deduce(range);
    deduce(range);
    deduce(range);
    bitsFromBounds(range);
    boundsFromBits(range);
  }

  private static void deduce(RangeBuilder range) {
    lowFromWhole(range);
    lowFromLow(range);
    wholeFromWhole(range);
    wholeFromLow(range);
  }

  /** The smallest and largest member of the bits bound the number in every view. */
  static void boundsFromBits(RangeBuilder range) {
    lowBoundsFromBits(range);
    int width = range.domain.bits();
    Tnum bits = range.bits;
    long signBit = ScalarDomain.minSigned(width);
    range.narrowSigned(
        signExtend(bits.value() | (bits.mask() & signBit), width),
        signExtend(bits.value() | (bits.mask() & ~signBit), width));
    range.narrowUnsigned(bits.min(), bits.max());
  }

  static void lowBoundsFromBits(RangeBuilder range) {
    int width = range.domain.lowBits();
    Tnum bits = range.lowBits();
    long signBit = ScalarDomain.minSigned(width);
    range.narrowLowSigned(
        signExtend(bits.value() | (bits.mask() & signBit), width),
        signExtend(bits.value() | (bits.mask() & ~signBit), width));
    range.narrowLowUnsigned(bits.min(), bits.max());
  }

  /** Where the upper half is the same at both bounds, the lower halves bound the low half. */
  private static void lowFromWhole(RangeBuilder range) {
    lowFromBounds(range, range.unsignedMin, range.unsignedMax, true);
    lowFromBounds(range, range.signedMin, range.signedMax, false);
  }

  private static void lowFromBounds(RangeBuilder range, long min, long max, boolean unsigned) {
    int width = range.domain.lowBits();
    int upperWidth = range.domain.bits() - width;
    long upperMin = zeroExtend(min >>> width, upperWidth);
    long upperMax = zeroExtend(max >>> width, upperWidth);
    long lowMin = zeroExtend(min, width);
    long lowMax = zeroExtend(max, width);
    long lowSignedMin = signExtend(min, width);
    long lowSignedMax = signExtend(max, width);
    if (upperMin == upperMax) {
      if (unsigned || lowMin <= lowMax) {
        range.narrowLowUnsigned(lowMin, lowMax);
      }
      if (lowSignedMin <= lowSignedMax) {
        range.narrowLowSigned(lowSignedMin, lowSignedMax);
      }
    }
    // The bounds straddle one boundary of halves: the low half runs from a negative number over −1
    // and 0 to a positive one.
    if (zeroExtend(upperMin + 1, upperWidth) == upperMax && lowSignedMin < 0 && lowSignedMax >= 0) {
      range.narrowLowSigned(lowSignedMin, lowSignedMax);
    }
  }

  /** An unsigned range that does not cross the sign boundary is a signed one, and conversely. */
  private static void lowFromLow(RangeBuilder range) {
    int width = range.domain.lowBits();
    long min = signExtend(range.lowUnsignedMin, width);
    long max = signExtend(range.lowUnsignedMax, width);
    if (min <= max) {
      range.narrowLowSigned(min, max);
    }
    min = zeroExtend(range.lowSignedMin, width);
    max = zeroExtend(range.lowSignedMax, width);
    if (min <= max) {
      range.narrowLowUnsigned(min, max);
    } else if (range.lowUnsignedMax < min) {
      // The signed range is two unsigned ones, at either end; only the lower one is in reach.
      range.lowSignedMin = signExtend(range.lowUnsignedMin, width);
      range.lowUnsignedMax = Math.min(range.lowUnsignedMax, max);
    } else if (max < range.lowUnsignedMin) {
      // Only the upper one is in reach.
      range.lowSignedMax = signExtend(range.lowUnsignedMax, width);
      range.lowUnsignedMin = Math.max(range.lowUnsignedMin, min);
    }
  }

  private static void wholeFromWhole(RangeBuilder range) {
    int width = range.domain.bits();
    long min = signExtend(range.unsignedMin, width);
    long max = signExtend(range.unsignedMax, width);
    if (min <= max) {
      range.narrowSigned(min, max);
    }
    min = zeroExtend(range.signedMin, width);
    max = zeroExtend(range.signedMax, width);
    if (Long.compareUnsigned(min, max) <= 0) {
      range.narrowUnsigned(min, max);
    } else if (Long.compareUnsigned(range.unsignedMax, min) < 0) {
      // The signed range is two unsigned ones, at either end; only the lower one is in reach.
      range.signedMin = signExtend(range.unsignedMin, width);
      range.lowerUnsignedMax(max);
    } else if (Long.compareUnsigned(max, range.unsignedMin) < 0) {
      // Only the upper one is in reach.
      range.signedMax = signExtend(range.unsignedMax, width);
      range.raiseUnsignedMin(min);
    }
  }

  private static void wholeFromLow(RangeBuilder range) {
    int width = range.domain.lowBits();
    spliceLow(range, range.lowUnsignedMin, range.lowUnsignedMax);
    long min = zeroExtend(range.lowSignedMin, width);
    long max = zeroExtend(range.lowSignedMax, width);
    if (min <= max) {
      spliceLow(range, min, max);
    }
    if (range.lowSignedMin >= 0
        && range.signedMin >= ScalarDomain.minSigned(width)
        && range.signedMax <= ScalarDomain.maxSigned(width)) {
      // A sign-extended number whose low half is not negative is that half.
      range.signedMin = range.lowSignedMin;
      range.signedMax = range.lowSignedMax;
      range.unsignedMin = range.lowSignedMin;
      range.unsignedMax = range.lowSignedMax;
      range.bits = range.bits.intersect(Tnum.ofRange(range.signedMin, range.signedMax));
    }
  }

  /** The whole bounds with their low halves replaced are bounds as well. */
  private static void spliceLow(RangeBuilder range, long lowMin, long lowMax) {
    long upper = ~range.domain.maxLowUnsigned();
    range.narrowUnsigned(
        (range.unsignedMin & upper) | lowMin, (range.unsignedMax & upper) | lowMax);
    range.narrowSigned((range.signedMin & upper) | lowMin, (range.signedMax & upper) | lowMax);
  }

  private static void bitsFromBounds(RangeBuilder range) {
    Tnum whole = range.bits.intersect(Tnum.ofRange(range.unsignedMin, range.unsignedMax));
    Tnum low =
        whole
            .truncate(range.domain.lowBits())
            .intersect(Tnum.ofRange(range.lowUnsignedMin, range.lowUnsignedMax));
    range.bits = whole.withLow(range.domain.lowBits(), low);
  }
}
