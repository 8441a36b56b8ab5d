package dev.skep.verifier.domain;

import static dev.skep.verifier.domain.ScalarDomain.maxSigned;
import static dev.skep.verifier.domain.ScalarDomain.minSigned;

import dev.skep.isa.AluOperation;

/**
 * The transfer functions of arithmetic: from ranges of operands to the range of the result, as
 * Linux 6.18 computes them.
 *
 * @param domain the widths to compute at
 */
public record ScalarArithmetic(ScalarDomain domain) {
  /** At 64 and 32 bits. */
  public static final ScalarArithmetic LINUX = new ScalarArithmetic(ScalarDomain.LINUX);

  /**
   * The result of {@code left operation right} on the whole numbers, or, with {@code low}, on their
   * low halves and zero-extended.
   */
  public ScalarRange apply(
      AluOperation operation, boolean low, ScalarRange left, ScalarRange right) {
    if (!isTracked(operation, low, right)) {
      // Linux does not even note that a 32-bit result has no upper half.
      return domain.unknown();
    }
    RangeBuilder result = new RangeBuilder(domain, left);
    WholeArithmetic whole = new WholeArithmetic(domain.bits());
    WholeArithmetic half = new WholeArithmetic(domain.lowBits());
    switch (operation) {
      case ADD -> {
        half.add(result.new Low(), lowOf(right));
        whole.add(result.new Whole(), wholeOf(right));
        result.bits = left.bits().add(right.bits()).truncate(domain.bits());
      }
      case SUB -> {
        half.subtract(result.new Low(), lowOf(right));
        whole.subtract(result.new Whole(), wholeOf(right));
        result.bits = left.bits().subtract(right.bits()).truncate(domain.bits());
      }
      case MUL -> {
        half.multiply(result.new Low(), lowOf(right));
        whole.multiply(result.new Whole(), wholeOf(right));
        result.bits = left.bits().multiply(right.bits()).truncate(domain.bits());
      }
      case AND, OR, XOR -> bitwise(operation, result, left, right);
      case LSH, RSH, ARSH -> shift(operation, low, result, (int) right.constant());
      case DIV, MOD, SDIV, SMOD -> throw new AssertionError(operation);
    }
    if (low) {
      result.zeroExtendLow();
    }
    return result.synced();
  }

  private RangeBuilder.Bounds lowOf(ScalarRange range) {
    return new RangeBuilder(domain, range).new Low();
  }

  private RangeBuilder.Bounds wholeOf(ScalarRange range) {
    return new RangeBuilder(domain, range).new Whole();
  }

  /** Division is not tracked at all, shifts only by one known number within the width. */
  private boolean isTracked(AluOperation operation, boolean low, ScalarRange right) {
    return switch (operation) {
      case ADD, SUB, MUL, AND, OR, XOR -> true;
      case LSH, RSH, ARSH ->
          (low ? right.isLowConstant(domain.lowBits()) : right.isConstant())
              && Long.compareUnsigned(right.unsignedMax(), low ? domain.lowBits() : domain.bits())
                  < 0;
      case DIV, MOD, SDIV, SMOD -> false;
    };
  }

  /** The result of {@code -value}; with {@code low} on the low half, zero-extended. */
  public ScalarRange negate(boolean low, ScalarRange value) {
    return apply(AluOperation.SUB, low, domain.constant(0), value);
  }

  private void bitwise(
      AluOperation operation, RangeBuilder result, ScalarRange left, ScalarRange right) {
    result.bits =
        switch (operation) {
          case AND -> left.bits().and(right.bits());
          case OR -> left.bits().or(right.bits());
          default -> left.bits().xor(right.bits());
        };
    boolean lowKnown =
        left.isLowConstant(domain.lowBits()) && right.isLowConstant(domain.lowBits());
    bitwiseBounds(operation, result.new Low(), lowOf(right), result.lowBits(), lowKnown);
    boolean known = left.isConstant() && right.isConstant();
    bitwiseBounds(operation, result.new Whole(), wholeOf(right), result.bits, known);
    BoundsSync.boundsFromBits(result);
  }

  private static void bitwiseBounds(
      AluOperation operation,
      RangeBuilder.Bounds left,
      RangeBuilder.Bounds right,
      Tnum bits,
      boolean known) {
    long min = bits.min();
    long max = bits.max();
    if (!known && operation == AluOperation.AND) {
      max = unsignedMin(left.unsignedMax(), right.unsignedMax());
    }
    if (!known && operation == AluOperation.OR) {
      min = unsignedMax(left.unsignedMin(), right.unsignedMin());
    }
    left.unsigned(min, max);
    long signedMin = ScalarDomain.signExtend(min, left.width());
    long signedMax = ScalarDomain.signExtend(max, left.width());
    if (signedMin <= signedMax) {
      left.signed(signedMin, signedMax);
    } else {
      left.forgetSigned();
    }
  }

  private static long unsignedMin(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  private static long unsignedMax(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  private void shift(AluOperation operation, boolean low, RangeBuilder result, int count) {
    switch (operation) {
      case LSH -> shiftLeft(low, result, count);
      case RSH -> shiftRight(low, result, count);
      default -> shiftRightSigned(low, result, count);
    }
  }

  private void shiftLeft(boolean low, RangeBuilder result, int count) {
    if (!low) {
      if (count == domain.lowBits()) {
        // A compiler extends the sign of a half by shifting it up and down again.
        result.signedMin = ScalarDomain.signExtend(result.lowSignedMin << count, domain.bits());
        result.signedMax = ScalarDomain.signExtend(result.lowSignedMax << count, domain.bits());
      } else {
        result.forgetSigned();
      }
      shiftLeftUnsigned(result.new Whole(), count);
    }
    result.forgetLowSigned();
    shiftLeftUnsigned(result.new Low(), count);
    Tnum bits = low ? result.lowBits() : result.bits;
    result.bits = bits.shiftLeft(count).truncate(low ? domain.lowBits() : domain.bits());
    finishShift(low, result);
  }

  private static void shiftLeftUnsigned(RangeBuilder.Bounds bounds, int count) {
    int width = bounds.width();
    if (count > width - 1
        || Long.compareUnsigned(bounds.unsignedMax(), 1L << (width - 1 - count)) > 0) {
      bounds.forgetUnsigned();
    } else {
      bounds.unsigned(bounds.unsignedMin() << count, bounds.unsignedMax() << count);
    }
  }

  private void shiftRight(boolean low, RangeBuilder result, int count) {
    if (low) {
      result.forgetLowSigned();
      result.lowUnsignedMin >>>= count;
      result.lowUnsignedMax >>>= count;
      result.bits = result.lowBits().shiftRight(count);
    } else {
      result.forgetSigned();
      result.unsignedMin >>>= count;
      result.unsignedMax >>>= count;
      result.bits = result.bits.shiftRight(count);
      result.forgetLow();
    }
    finishShift(low, result);
  }

  private void shiftRightSigned(boolean low, RangeBuilder result, int count) {
    if (low) {
      result.lowSignedMin >>= count;
      result.lowSignedMax >>= count;
      result.forgetLowUnsigned();
      result.bits = result.lowBits().shiftRightSigned(count, domain.lowBits());
    } else {
      result.signedMin >>= count;
      result.signedMax >>= count;
      result.forgetUnsigned();
      result.bits = result.bits.shiftRightSigned(count, domain.bits());
      result.forgetLow();
    }
    finishShift(low, result);
  }

  private static void finishShift(boolean low, RangeBuilder result) {
    if (low) {
      result.forgetWhole();
      BoundsSync.lowBoundsFromBits(result);
    } else {
      BoundsSync.boundsFromBits(result);
    }
  }

  /** The low {@code width} bits, zero-extended. */
  public ScalarRange truncated(ScalarRange value, int width) {
    if (width == domain.bits()) {
      return value;
    }
    RangeBuilder result = new RangeBuilder(domain, value);
    result.bits = value.bits().truncate(width);
    long keep = ScalarDomain.maxUnsigned(width);
    if ((value.unsignedMin() & ~keep) == (value.unsignedMax() & ~keep)) {
      result.unsignedMin &= keep;
      result.unsignedMax &= keep;
    } else {
      result.unsignedMin = 0;
      result.unsignedMax = keep;
    }
    result.signedMin = result.unsignedMin;
    result.signedMax = result.unsignedMax;
    if (width < domain.lowBits()) {
      result.forgetLow();
    }
    return result.synced();
  }

  /** The low half, zero-extended: what a 32-bit move keeps. */
  public ScalarRange lowHalf(ScalarRange value) {
    RangeBuilder result = new RangeBuilder(domain, value);
    result.zeroExtendLow();
    return result.synced();
  }

  /**
   * The low {@code from} bits, sign-extended to the whole, or, with {@code low}, to the low half,
   * which is then zero-extended.
   */
  public ScalarRange signExtended(ScalarRange value, int from, boolean low) {
    int width = low ? domain.lowBits() : domain.bits();
    if (value.isConstant()) {
      long extended = ScalarDomain.signExtend(value.constant(), from);
      return domain.constant(low ? ScalarDomain.zeroExtend(extended, width) : extended);
    }
    long min = low ? value.lowSignedMin() : value.signedMin();
    long max = low ? value.lowSignedMax() : value.signedMax();
    long extendedMin = ScalarDomain.signExtend(min, from);
    long extendedMax = ScalarDomain.signExtend(max, from);
    boolean sameUpper = min >> from == max >> from && from < width;
    if (!sameUpper || extendedMin < 0 != extendedMax < 0) {
      extendedMin = minSigned(from);
      extendedMax = maxSigned(from);
    }
    RangeBuilder result = new RangeBuilder(domain, domain.unknown());
    if (low) {
      result.lowSignedMin = Math.min(extendedMin, extendedMax);
      result.lowSignedMax = Math.max(extendedMin, extendedMax);
      result.zeroExtendLow();
    } else {
      result.signedMin = Math.min(extendedMin, extendedMax);
      result.signedMax = Math.max(extendedMin, extendedMax);
    }
    return result.synced();
  }
}
