package dev.skep.verifier.domain;

import static dev.skep.verifier.domain.ScalarDomain.signExtend;
import static dev.skep.verifier.domain.ScalarDomain.zeroExtend;

/**
 * Sums, differences and products of bounds, which wrap: the bounds of the result are kept when
 * either none or all of the members wrap.
 *
 * @param width the width of both operands, at most 64
 */
record WholeArithmetic(int width) {

  void add(RangeBuilder.Bounds left, RangeBuilder.Bounds right) {
    long min = left.signedMin() + right.signedMin();
    long max = left.signedMax() + right.signedMax();
    boolean minWraps = sumWraps(left.signedMin(), right.signedMin());
    boolean maxWraps = sumWraps(left.signedMax(), right.signedMax());
    keepSigned(left, min, max, minWraps || maxWraps);
    long unsignedMin = zeroExtend(left.unsignedMin() + right.unsignedMin(), width);
    long unsignedMax = zeroExtend(left.unsignedMax() + right.unsignedMax(), width);
    boolean unsignedMinWraps = Long.compareUnsigned(unsignedMin, left.unsignedMin()) < 0;
    boolean unsignedMaxWraps = Long.compareUnsigned(unsignedMax, left.unsignedMax()) < 0;
    keepUnsigned(left, unsignedMin, unsignedMax, unsignedMaxWraps && !unsignedMinWraps);
  }

  void subtract(RangeBuilder.Bounds left, RangeBuilder.Bounds right) {
    long min = left.signedMin() - right.signedMax();
    long max = left.signedMax() - right.signedMin();
    boolean minWraps = differenceWraps(left.signedMin(), right.signedMax());
    boolean maxWraps = differenceWraps(left.signedMax(), right.signedMin());
    keepSigned(left, min, max, minWraps || maxWraps);
    boolean unsignedMinWraps = Long.compareUnsigned(left.unsignedMin(), right.unsignedMax()) < 0;
    boolean unsignedMaxWraps = Long.compareUnsigned(left.unsignedMax(), right.unsignedMin()) < 0;
    keepUnsigned(
        left,
        zeroExtend(left.unsignedMin() - right.unsignedMax(), width),
        zeroExtend(left.unsignedMax() - right.unsignedMin(), width),
        unsignedMinWraps && !unsignedMaxWraps);
  }

  void multiply(RangeBuilder.Bounds left, RangeBuilder.Bounds right) {
    multiplySigned(left, right);
    long min = left.unsignedMin() * right.unsignedMin();
    long max = left.unsignedMax() * right.unsignedMax();
    boolean wraps =
        Math.unsignedMultiplyHigh(left.unsignedMax(), right.unsignedMax()) != 0
            || zeroExtend(max, width) != max;
    keepUnsigned(left, min, max, wraps);
  }

  private void multiplySigned(RangeBuilder.Bounds left, RangeBuilder.Bounds right) {
    long[] lefts = {left.signedMin(), left.signedMax()};
    long[] rights = {right.signedMin(), right.signedMax()};
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    boolean wraps = false;
    for (long a : lefts) {
      for (long b : rights) {
        long product = a * b;
        wraps |= Math.multiplyHigh(a, b) != product >> 63 || signExtend(product, width) != product;
        min = Math.min(min, product);
        max = Math.max(max, product);
      }
    }
    keepSigned(left, min, max, wraps);
  }

  private boolean sumWraps(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 || signExtend(sum, width) != sum;
  }

  private boolean differenceWraps(long a, long b) {
    long difference = a - b;
    return ((a ^ b) & (a ^ difference)) < 0 || signExtend(difference, width) != difference;
  }

  private static void keepSigned(RangeBuilder.Bounds bounds, long min, long max, boolean wraps) {
    if (wraps) {
      bounds.forgetSigned();
    } else {
      bounds.signed(min, max);
    }
  }

  private static void keepUnsigned(RangeBuilder.Bounds bounds, long min, long max, boolean wraps) {
    if (wraps) {
      bounds.forgetUnsigned();
    } else {
      bounds.unsigned(min, max);
    }
  }
}
