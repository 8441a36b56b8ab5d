package dev.skep.trace.types;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.types.TypedExpression.Constant;
import org.jspecify.annotations.Nullable;

/** Arithmetic on constants, exactly as programs do it. */
final class Folding {
  private Folding() {}

  /** The value of an operation; null when it divides by zero. */
  static @Nullable Constant fold(BinaryOperator operator, long a, long b, boolean unsigned) {
    return switch (operator) {
      case LOGICAL_OR -> truth(a != 0 || b != 0);
      case LOGICAL_AND -> truth(a != 0 && b != 0);
      case EQUAL -> truth(a == b);
      case NOT_EQUAL -> truth(a != b);
      case LESS -> truth(compare(a, b, unsigned) < 0);
      case GREATER -> truth(compare(a, b, unsigned) > 0);
      case LESS_OR_EQUAL -> truth(compare(a, b, unsigned) <= 0);
      case GREATER_OR_EQUAL -> truth(compare(a, b, unsigned) >= 0);
      case OR -> number(a | b, unsigned);
      case XOR -> number(a ^ b, unsigned);
      case AND -> number(a & b, unsigned);
      case SHIFT_LEFT -> number(a << b, unsigned);
      case SHIFT_RIGHT -> number(unsigned ? a >>> b : a >> b, unsigned);
      case ADD -> number(a + b, unsigned);
      case SUBTRACT -> number(a - b, unsigned);
      case MULTIPLY -> number(a * b, unsigned);
      case DIVIDE -> b == 0 ? null : number(unsigned ? Long.divideUnsigned(a, b) : a / b, unsigned);
      case REMAINDER ->
          b == 0 ? null : number(unsigned ? Long.remainderUnsigned(a, b) : a % b, unsigned);
    };
  }

  private static int compare(long a, long b, boolean unsigned) {
    return unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
  }

  private static Constant truth(boolean value) {
    return new Constant(value ? 1 : 0, Type.SIGNED);
  }

  private static Constant number(long value, boolean unsigned) {
    return new Constant(value, unsigned ? Type.UNSIGNED : Type.SIGNED);
  }

  /** A number cut to a type. */
  static long convert(long value, Type.Integral type) {
    int unused = 64 - type.bits();
    return type.signed() ? value << unused >> unused : value << unused >>> unused;
  }
}
