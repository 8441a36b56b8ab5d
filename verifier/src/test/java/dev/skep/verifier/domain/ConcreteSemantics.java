package dev.skep.verifier.domain;

import static dev.skep.verifier.domain.ScalarDomain.signExtend;
import static dev.skep.verifier.domain.ScalarDomain.zeroExtend;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;

/** RFC 9669's arithmetic and conditions on concrete numbers of any width. */
public final class ConcreteSemantics {
  private ConcreteSemantics() {}

  public static long apply(AluOperation operation, int width, long a, long b) {
    long x = zeroExtend(a, width);
    long y = zeroExtend(b, width);
    long sx = signExtend(a, width);
    long sy = signExtend(b, width);
    int shift = (int) (y % width);
    return zeroExtend(
        switch (operation) {
          case ADD -> x + y;
          case SUB -> x - y;
          case MUL -> x * y;
          case AND -> x & y;
          case OR -> x | y;
          case XOR -> x ^ y;
          case LSH -> x << shift;
          case RSH -> x >>> shift;
          case ARSH -> sx >> shift;
          case DIV -> y == 0 ? 0 : Long.divideUnsigned(x, y);
          case MOD -> y == 0 ? x : Long.remainderUnsigned(x, y);
          case SDIV -> sy == 0 ? 0 : sx / sy;
          case SMOD -> sy == 0 ? sx : sx % sy;
        },
        width);
  }

  public static boolean holds(Condition condition, int width, long a, long b) {
    long x = zeroExtend(a, width);
    long y = zeroExtend(b, width);
    long sx = signExtend(a, width);
    long sy = signExtend(b, width);
    return switch (condition) {
      case EQUAL -> x == y;
      case NOT_EQUAL -> x != y;
      case BITS_SET -> (x & y) != 0;
      case UNSIGNED_GREATER -> Long.compareUnsigned(x, y) > 0;
      case UNSIGNED_GREATER_OR_EQUAL -> Long.compareUnsigned(x, y) >= 0;
      case UNSIGNED_LESS -> Long.compareUnsigned(x, y) < 0;
      case UNSIGNED_LESS_OR_EQUAL -> Long.compareUnsigned(x, y) <= 0;
      case SIGNED_GREATER -> sx > sy;
      case SIGNED_GREATER_OR_EQUAL -> sx >= sy;
      case SIGNED_LESS -> sx < sy;
      case SIGNED_LESS_OR_EQUAL -> sx <= sy;
    };
  }
}
