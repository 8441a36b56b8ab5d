package dev.skep.verifier.domain;

import dev.skep.isa.Condition;

/**
 * Conditions between two numbers: whether a jump is decided, and what each operand is known to be
 * on either way out.
 *
 * @param domain the widths to compare at
 */
public record ScalarComparison(ScalarDomain domain) {
  /** At 64 and 32 bits. */
  public static final ScalarComparison LINUX = new ScalarComparison(ScalarDomain.LINUX);

  /** Both operands after a condition held, or after it did not. */
  public record Operands(ScalarRange left, ScalarRange right) {}

  /** Whether {@code left condition right} is known; with {@code low} between the low halves. */
  public Branch decide(Condition condition, boolean low, ScalarRange left, ScalarRange right) {
    RangeBuilder.Bounds a = bounds(low, left);
    RangeBuilder.Bounds b = bounds(low, right);
    return switch (condition) {
      case EQUAL -> equal(low, left, right);
      case NOT_EQUAL -> equal(low, left, right).negated();
      case BITS_SET -> bitsSet(known(low, left), known(low, right));
      case UNSIGNED_GREATER -> unsignedLess(b, a);
      case UNSIGNED_LESS -> unsignedLess(a, b);
      case UNSIGNED_GREATER_OR_EQUAL -> unsignedLess(a, b).negated();
      case UNSIGNED_LESS_OR_EQUAL -> unsignedLess(b, a).negated();
      case SIGNED_GREATER -> signedLess(b, a);
      case SIGNED_LESS -> signedLess(a, b);
      case SIGNED_GREATER_OR_EQUAL -> signedLess(a, b).negated();
      case SIGNED_LESS_OR_EQUAL -> signedLess(b, a).negated();
    };
  }

  private RangeBuilder.Bounds bounds(boolean low, ScalarRange range) {
    RangeBuilder builder = new RangeBuilder(domain, range);
    return low ? builder.new Low() : builder.new Whole();
  }

  private Tnum known(boolean low, ScalarRange range) {
    return low ? range.bits().truncate(domain.lowBits()) : range.bits();
  }

  private Branch equal(boolean low, ScalarRange left, ScalarRange right) {
    Tnum a = known(low, left);
    Tnum b = known(low, right);
    if (a.isConstant() && b.isConstant()) {
      return Branch.of(a.value() == b.value());
    }
    boolean apart =
        !a.overlaps(b)
            || apart(bounds(low, left), bounds(low, right))
            || apart(bounds(true, left), bounds(true, right));
    return apart ? Branch.NEVER : Branch.UNKNOWN;
  }

  private static boolean apart(RangeBuilder.Bounds a, RangeBuilder.Bounds b) {
    return Long.compareUnsigned(a.unsignedMin(), b.unsignedMax()) > 0
        || Long.compareUnsigned(a.unsignedMax(), b.unsignedMin()) < 0
        || a.signedMin() > b.signedMax()
        || a.signedMax() < b.signedMin();
  }

  private static Branch bitsSet(Tnum left, Tnum right) {
    Tnum value = right.isConstant() ? left : right;
    Tnum tested = right.isConstant() ? right : left;
    if (!tested.isConstant()) {
      return Branch.UNKNOWN;
    }
    if ((value.value() & tested.value()) != 0) {
      return Branch.ALWAYS;
    }
    return (value.max() & tested.value()) == 0 ? Branch.NEVER : Branch.UNKNOWN;
  }

  private static Branch unsignedLess(RangeBuilder.Bounds a, RangeBuilder.Bounds b) {
    if (Long.compareUnsigned(a.unsignedMax(), b.unsignedMin()) < 0) {
      return Branch.ALWAYS;
    }
    return Long.compareUnsigned(a.unsignedMin(), b.unsignedMax()) >= 0
        ? Branch.NEVER
        : Branch.UNKNOWN;
  }

  private static Branch signedLess(RangeBuilder.Bounds a, RangeBuilder.Bounds b) {
    if (a.signedMax() < b.signedMin()) {
      return Branch.ALWAYS;
    }
    return a.signedMin() >= b.signedMax() ? Branch.NEVER : Branch.UNKNOWN;
  }

  /** Both operands where {@code left condition right} was found to be {@code held}. */
  public Operands refine(
      Condition condition, boolean held, boolean low, ScalarRange left, ScalarRange right) {
    RangeBuilder a = new RangeBuilder(domain, left);
    RangeBuilder b = new RangeBuilder(domain, right);
    switch (condition) {
      case EQUAL -> equality(held, low, a, b);
      case NOT_EQUAL -> equality(!held, low, a, b);
      case BITS_SET -> bitsTested(held, low, a, b);
      case UNSIGNED_LESS -> ordered(held, low, a, b, true);
      case UNSIGNED_GREATER -> ordered(held, low, b, a, true);
      case UNSIGNED_GREATER_OR_EQUAL -> ordered(!held, low, a, b, true);
      case UNSIGNED_LESS_OR_EQUAL -> ordered(!held, low, b, a, true);
      case SIGNED_LESS -> ordered(held, low, a, b, false);
      case SIGNED_GREATER -> ordered(held, low, b, a, false);
      case SIGNED_GREATER_OR_EQUAL -> ordered(!held, low, a, b, false);
      case SIGNED_LESS_OR_EQUAL -> ordered(!held, low, b, a, false);
    }
    return new Operands(consistent(a), consistent(b));
  }

  /** Forgets the bounds of a range that has come to contradict itself, as on an impossible way. */
  private ScalarRange consistent(RangeBuilder range) {
    BoundsSync.sync(range);
    boolean ordered =
        Long.compareUnsigned(range.unsignedMin, range.unsignedMax) <= 0
            && range.signedMin <= range.signedMax
            && range.lowUnsignedMin <= range.lowUnsignedMax
            && range.lowSignedMin <= range.lowSignedMax;
    boolean whole = !range.bits.isConstant() || isConstant(range.new Whole(), range.bits);
    boolean low = !range.lowBits().isConstant() || isConstant(range.new Low(), range.lowBits());
    return ordered && whole && low ? range.frozen() : domain.unbounded(range.bits);
  }

  private static boolean isConstant(RangeBuilder.Bounds bounds, Tnum constant) {
    long signed = ScalarDomain.signExtend(constant.value(), bounds.width());
    return bounds.unsignedMin() == constant.value()
        && bounds.unsignedMax() == constant.value()
        && bounds.signedMin() == signed
        && bounds.signedMax() == signed;
  }

  private void equality(boolean equal, boolean low, RangeBuilder a, RangeBuilder b) {
    RangeBuilder.Bounds left = low ? a.new Low() : a.new Whole();
    RangeBuilder.Bounds right = low ? b.new Low() : b.new Whole();
    if (equal) {
      intersect(left, right);
      intersect(right, left);
      Tnum common = low ? a.lowBits().intersect(b.lowBits()) : a.bits.intersect(b.bits);
      if (low) {
        a.lowBits(common);
        b.lowBits(common);
      } else {
        a.bits = common;
        b.bits = common;
      }
      return;
    }
    Tnum rightBits = low ? b.lowBits() : b.bits;
    Tnum leftBits = low ? a.lowBits() : a.bits;
    if (rightBits.isConstant()) {
      exclude(left, rightBits.value());
    } else if (leftBits.isConstant()) {
      exclude(right, leftBits.value());
    }
  }

  private static void intersect(RangeBuilder.Bounds into, RangeBuilder.Bounds other) {
    long min = Math.max(into.signedMin(), other.signedMin());
    long max = Math.min(into.signedMax(), other.signedMax());
    into.signed(min, max);
    long unsignedMin = larger(into.unsignedMin(), other.unsignedMin());
    long unsignedMax = smaller(into.unsignedMax(), other.unsignedMax());
    into.unsigned(unsignedMin, unsignedMax);
  }

  private static long larger(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  private static long smaller(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  /** A number that is not a bound lies beyond it. */
  private static void exclude(RangeBuilder.Bounds bounds, long number) {
    long signed = ScalarDomain.signExtend(number, bounds.width());
    bounds.unsigned(
        bounds.unsignedMin() == number ? bounds.unsignedMin() + 1 : bounds.unsignedMin(),
        bounds.unsignedMax() == number ? bounds.unsignedMax() - 1 : bounds.unsignedMax());
    bounds.signed(
        bounds.signedMin() == signed ? bounds.signedMin() + 1 : bounds.signedMin(),
        bounds.signedMax() == signed ? bounds.signedMax() - 1 : bounds.signedMax());
  }

  private void bitsTested(boolean set, boolean low, RangeBuilder a, RangeBuilder b) {
    Tnum right = low ? b.lowBits() : b.bits;
    Tnum left = low ? a.lowBits() : a.bits;
    RangeBuilder value = right.isConstant() ? a : b;
    Tnum tested = right.isConstant() ? right : left;
    if (!tested.isConstant()) {
      return;
    }
    Tnum old = low ? value.lowBits() : value.bits;
    Tnum refined;
    if (!set) {
      value.forgetWhole();
      value.forgetLow();
      refined = old.and(Tnum.of(~tested.value()));
    } else if (Long.bitCount(tested.value()) == 1) {
      refined = old.or(tested);
    } else {
      return;
    }
    if (low) {
      value.lowBits(refined);
    } else {
      value.bits = refined;
    }
  }

  /** {@code smaller < larger}, or, when that was not so, {@code larger <= smaller}. */
  private void ordered(
      boolean less, boolean low, RangeBuilder smaller, RangeBuilder larger, boolean unsigned) {
    RangeBuilder.Bounds below = bounds(low, less ? smaller : larger);
    RangeBuilder.Bounds above = bounds(low, less ? larger : smaller);
    int gap = less ? 1 : 0;
    if (unsigned) {
      below.unsigned(below.unsignedMin(), smaller(below.unsignedMax(), above.unsignedMax() - gap));
      above.unsigned(larger(below.unsignedMin() + gap, above.unsignedMin()), above.unsignedMax());
    } else {
      below.signed(below.signedMin(), Math.min(below.signedMax(), above.signedMax() - gap));
      above.signed(Math.max(below.signedMin() + gap, above.signedMin()), above.signedMax());
    }
  }

  private static RangeBuilder.Bounds bounds(boolean low, RangeBuilder range) {
    return low ? range.new Low() : range.new Whole();
  }
}
