package dev.skep.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation on every pair of ranges of a small width holds every concrete result. */
class ScalarDomainTest {
  private static final ScalarDomain FOUR = new ScalarDomain(4, 2);
  private static final List<ScalarRange> RANGES = ranges(FOUR);

  /** All intervals of either sign, all tracked numbers, and intersections of the two. */
  private static List<ScalarRange> ranges(ScalarDomain domain) {
    Set<ScalarRange> found = new LinkedHashSet<>();
    long max = domain.maxUnsigned();
    List<Tnum> bits = new ArrayList<>();
    for (long mask = 0; mask <= max; mask++) {
      for (long value = 0; value <= max; value++) {
        if ((value & mask) == 0) {
          bits.add(new Tnum(value, mask));
          found.add(domain.ofBits(new Tnum(value, mask)));
        }
      }
    }
    SplittableRandom random = new SplittableRandom(1);
    long half = ScalarDomain.minSigned(domain.bits());
    for (long a = 0; a <= max; a++) {
      for (long b = a; b <= max; b++) {
        found.add(domain.unsignedBetween(a, b));
        found.add(domain.signedBetween(half + a, half + b));
        found.add(crossed(domain, a, b, bits.get(random.nextInt(bits.size()))));
      }
    }
    found.removeIf(range -> members(domain, range).length == 0);
    return List.copyOf(found);
  }

  private static ScalarRange crossed(ScalarDomain domain, long min, long max, Tnum bits) {
    RangeBuilder builder = new RangeBuilder(domain, domain.unsignedBetween(min, max));
    builder.bits = builder.bits.overlaps(bits) ? builder.bits.intersect(bits) : builder.bits;
    builder.narrowLowSigned(ScalarDomain.minSigned(domain.lowBits()), min & 1);
    return builder.synced();
  }

  private static long[] members(ScalarDomain domain, ScalarRange range) {
    return java.util.stream.LongStream.rangeClosed(0, domain.maxUnsigned())
        .filter(number -> domain.contains(range, number))
        .toArray();
  }

  private static final List<long[]> MEMBERS =
      RANGES.stream().map(range -> members(FOUR, range)).toList();

  private static void assertHolds(ScalarRange result, long number, Object what) {
    if (!FOUR.contains(result, number)) {
      throw new AssertionError(what + ": " + number + " not in " + result);
    }
  }

  @Test
  void thereAreManyRanges() {
    assertTrue(RANGES.size() > 250, "ranges=" + RANGES.size());
  }

  @ParameterizedTest
  @EnumSource(AluOperation.class)
  void arithmeticHoldsEveryResult(AluOperation operation) {
    ScalarArithmetic arithmetic = new ScalarArithmetic(FOUR);
    for (int i = 0; i < RANGES.size(); i++) {
      for (int j = 0; j < RANGES.size(); j++) {
        ScalarRange whole = arithmetic.apply(operation, false, RANGES.get(i), RANGES.get(j));
        ScalarRange low = arithmetic.apply(operation, true, RANGES.get(i), RANGES.get(j));
        for (long a : MEMBERS.get(i)) {
          for (long b : MEMBERS.get(j)) {
            List<Object> what = List.of(RANGES.get(i), operation, RANGES.get(j));
            assertHolds(whole, ConcreteSemantics.apply(operation, 4, a, b), what);
            assertHolds(low, ConcreteSemantics.apply(operation, 2, a, b), what);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  void comparisonsHoldEveryOperand(Condition condition) {
    for (int i = 0; i < RANGES.size(); i++) {
      for (int j = 0; j < RANGES.size(); j++) {
        compare(condition, false, i, j);
        compare(condition, true, i, j);
      }
    }
  }

  private static void compare(Condition condition, boolean low, int i, int j) {
    ScalarComparison comparison = new ScalarComparison(FOUR);
    ScalarRange left = RANGES.get(i);
    ScalarRange right = RANGES.get(j);
    Branch branch = comparison.decide(condition, low, left, right);
    var held = comparison.refine(condition, true, low, left, right);
    var failed = comparison.refine(condition, false, low, left, right);
    for (long a : MEMBERS.get(i)) {
      for (long b : MEMBERS.get(j)) {
        boolean holds = ConcreteSemantics.holds(condition, low ? 2 : 4, a, b);
        List<Object> what = List.of(left, condition, right, low);
        assertTrue(branch != (holds ? Branch.NEVER : Branch.ALWAYS), what::toString);
        assertHolds((holds ? held : failed).left(), a, what);
        assertHolds((holds ? held : failed).right(), b, what);
      }
    }
  }

  @Test
  void movesHoldEveryResult() {
    ScalarArithmetic arithmetic = new ScalarArithmetic(FOUR);
    for (int i = 0; i < RANGES.size(); i++) {
      ScalarRange range = RANGES.get(i);
      for (int width = 1; width <= 3; width++) {
        int from = width;
        each(i, arithmetic.truncated(range, from), a -> ScalarDomain.zeroExtend(a, from));
        each(i, arithmetic.signExtended(range, from, false), a -> ScalarDomain.signExtend(a, from));
      }
      each(
          i,
          arithmetic.signExtended(range, 1, true),
          a -> ScalarDomain.zeroExtend(ScalarDomain.signExtend(a, 1), 2));
      each(i, arithmetic.lowHalf(range), a -> ScalarDomain.zeroExtend(a, 2));
      each(i, arithmetic.negate(false, range), a -> -a);
      each(i, arithmetic.negate(true, range), a -> ScalarDomain.zeroExtend(-a, 2));
    }
  }

  private static void each(int index, ScalarRange result, LongUnaryOperator concrete) {
    for (long a : MEMBERS.get(index)) {
      assertHolds(result, ScalarDomain.zeroExtend(concrete.applyAsLong(a), 4), RANGES.get(index));
    }
  }

  @Test
  void sixtyFourBitArithmeticHoldsSampledResults() {
    SplittableRandom random = new SplittableRandom(20261122);
    for (int round = 0; round < 200_000; round++) {
      long a = interesting(random);
      long b = interesting(random);
      ScalarRange left = around(random, a);
      ScalarRange right =
          random.nextInt(3) == 0 ? ScalarDomain.LINUX.constant(b) : around(random, b);
      int at = round;
      for (AluOperation operation : AluOperation.values()) {
        for (boolean low : new boolean[] {false, true}) {
          long concrete = ConcreteSemantics.apply(operation, low ? 32 : 64, a, b);
          ScalarRange result = ScalarArithmetic.LINUX.apply(operation, low, left, right);
          assertTrue(
              ScalarDomain.LINUX.contains(result, concrete),
              () -> "round " + at + " " + operation + " " + left + " " + right);
        }
      }
      Condition condition = Condition.values()[random.nextInt(Condition.values().length)];
      boolean low = random.nextBoolean();
      boolean holds = ConcreteSemantics.holds(condition, low ? 32 : 64, a, b);
      var refined = ScalarComparison.LINUX.refine(condition, holds, low, left, right);
      assertTrue(ScalarDomain.LINUX.contains(refined.left(), a), () -> "round " + at);
      assertTrue(ScalarDomain.LINUX.contains(refined.right(), b), () -> "round " + at);
    }
  }

  private static long interesting(SplittableRandom random) {
    long base = 1L << random.nextInt(64);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(-70, 70);
      case 2 -> base + random.nextInt(-3, 4);
      default -> -base + random.nextInt(-3, 4);
    };
  }

  /** A random range that holds a number. */
  private static ScalarRange around(SplittableRandom random, long number) {
    ScalarDomain domain = ScalarDomain.LINUX;
    long mask = random.nextLong() >>> random.nextInt(64);
    return switch (random.nextInt(4)) {
      case 0 -> domain.ofBits(new Tnum(number & ~mask, mask));
      case 1 -> {
        long other = interesting(random);
        yield domain.signedBetween(Math.min(number, other), Math.max(number, other));
      }
      case 2 -> {
        long other = interesting(random);
        yield Long.compareUnsigned(number, other) < 0
            ? domain.unsignedBetween(number, other)
            : domain.unsignedBetween(other, number);
      }
      default -> domain.constant(number);
    };
  }

  @Test
  void knownBoundsOfTheKernelAreReached() {
    ScalarRange byteValue = ScalarDomain.LINUX.unsignedBetween(0, 255);
    ScalarRange shifted =
        ScalarArithmetic.LINUX.apply(
            AluOperation.LSH, false, byteValue, ScalarDomain.LINUX.constant(8));
    assertEquals(new Tnum(0, 0xff00), shifted.bits());
    assertEquals(0xff00, shifted.unsignedMax());
    ScalarRange mixed =
        ScalarArithmetic.LINUX.signExtended(ScalarDomain.LINUX.unknown(), 32, false);
    assertEquals(Integer.MIN_VALUE, mixed.signedMin());
    assertEquals(Integer.MAX_VALUE, mixed.signedMax());
  }
}
