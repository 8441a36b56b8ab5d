package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.trace.middle.Value.Constant;
import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.types.TypedExpression;

/**
 * Lowers arithmetic. Signed division is put together from unsigned one: BPF has it only since Linux
 * 6.6.
 */
final class ArithmeticLowering {
  private final RoutineBuilder out;

  ArithmeticLowering(RoutineBuilder out) {
    this.out = out;
  }

  Value lower(TypedExpression.Arithmetic arithmetic, Value left, Value right) {
    boolean signed = arithmetic.signed();
    return switch (arithmetic.operator()) {
      case ADD -> out.operate(Operation.ADD, left, right);
      case SUBTRACT -> out.operate(Operation.SUBTRACT, left, right);
      case MULTIPLY -> out.operate(Operation.MULTIPLY, left, right);
      case OR -> out.operate(Operation.OR, left, right);
      case AND -> out.operate(Operation.AND, left, right);
      case XOR -> out.operate(Operation.XOR, left, right);
      case SHIFT_LEFT -> out.operate(Operation.SHIFT_LEFT, left, shift(right));
      case SHIFT_RIGHT ->
          out.operate(
              signed ? Operation.SIGNED_SHIFT_RIGHT : Operation.UNSIGNED_SHIFT_RIGHT,
              left,
              shift(right));
      case DIVIDE, REMAINDER -> divide(arithmetic, left, right);
      case LOGICAL_OR,
          LOGICAL_AND,
          EQUAL,
          NOT_EQUAL,
          LESS,
          GREATER,
          LESS_OR_EQUAL,
          GREATER_OR_EQUAL ->
          throw new IllegalArgumentException("not arithmetic: " + arithmetic.operator());
    };
  }

  /** The count is masked to 6 bits by BPF; the verifier refuses constants beyond. */
  private static Value shift(Value count) {
    return count instanceof Constant(long value) ? new Constant(value & 63) : count;
  }

  private Value divide(TypedExpression.Arithmetic arithmetic, Value left, Value right) {
    boolean remainder = arithmetic.operator() == BinaryOperator.REMAINDER;
    boolean natural =
        !arithmetic.signed()
            || (Ranges.bits(arithmetic.left()) < 64 && Ranges.bits(arithmetic.right()) < 64);
    return natural ? unsigned(remainder, left, right) : signed(remainder, left, right);
  }

  private Value unsigned(boolean remainder, Value left, Value right) {
    if (right instanceof Constant(long value) && Long.bitCount(value) == 1) {
      return remainder
          ? out.operate(Operation.AND, left, new Constant(value - 1))
          : out.operate(
              Operation.UNSIGNED_SHIFT_RIGHT,
              left,
              new Constant(Long.numberOfTrailingZeros(value)));
    }
    return out.operate(
        remainder ? Operation.UNSIGNED_REMAINDER : Operation.UNSIGNED_DIVIDE, left, right);
  }

  /** C's division truncates: the quotient's sign is both signs', the remainder's the dividend's. */
  private Value signed(boolean remainder, Value left, Value right) {
    Temp dividend = magnitude(left);
    Value divisor =
        right instanceof Constant(long value) ? new Constant(Math.abs(value)) : magnitude(right);
    Temp sign = out.operate(Operation.XOR, left, remainder ? Value.ZERO : right);
    Temp result = out.temp();
    out.set(result, unsigned(remainder, dividend, divisor));
    int end = out.label();
    out.branch(Condition.SIGNED_GREATER_OR_EQUAL, sign, Value.ZERO, end);
    out.add(new Step.Operate(result, Operation.SUBTRACT, Value.ZERO, result));
    out.mark(end);
    return result;
  }

  private Temp magnitude(Value value) {
    Temp result = out.temp();
    int end = out.label();
    out.set(result, value);
    out.branch(Condition.SIGNED_GREATER_OR_EQUAL, result, Value.ZERO, end);
    out.add(new Step.Operate(result, Operation.SUBTRACT, Value.ZERO, result));
    out.mark(end);
    return result;
  }
}
