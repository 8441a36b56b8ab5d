package dev.skep.trace.middle;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.types.Builtin;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.TypedExpression;

/** How many low bits an expression's value can have set, as far as its form tells. */
final class Ranges {
  private Ranges() {}

  /** 0 to 64; less than 64 also says that the value is not negative. */
  static int bits(TypedExpression expression) {
    return switch (expression) {
      case TypedExpression.Constant(long value, Type _) -> 64 - Long.numberOfLeadingZeros(value);
      case TypedExpression.FieldNumber(int _, int bytes, Type.Integral(int _, boolean signed)) ->
          signed ? 64 : bytes * 8;
      case TypedExpression.Convert(
              TypedExpression operand,
              Type.Integral(int bits, boolean signed)) ->
          signed ? signedCast(operand, bits) : Math.min(bits, bits(operand));
      case TypedExpression.BuiltinNumber(Builtin builtin, Type _) ->
          switch (builtin) {
            case PID, TID, UID, GID, CPU -> 32;
            case NANOSECONDS, ELAPSED -> 63;
          };
      case TypedExpression.Arithmetic arithmetic -> arithmetic(arithmetic);
      case TypedExpression.Comparison _,
          TypedExpression.TextComparison _,
          TypedExpression.Logical _ ->
          1;
      case TypedExpression.Conditional conditional ->
          Math.max(bits(conditional.then()), bits(conditional.otherwise()));
      case TypedExpression.TextConstant _,
          TypedExpression.Comm _,
          TypedExpression.FieldNumber _,
          TypedExpression.FieldText _,
          TypedExpression.MemoryText _,
          TypedExpression.ReadVariable _,
          TypedExpression.ReadMap _,
          TypedExpression.Unary _,
          TypedExpression.Convert _,
          TypedExpression.IncrementVariable _,
          TypedExpression.IncrementMap _ ->
          64;
    };
  }

  private static int signedCast(TypedExpression operand, int bits) {
    int known = bits(operand);
    return known < bits ? known : 64;
  }

  private static int arithmetic(TypedExpression.Arithmetic arithmetic) {
    int left = bits(arithmetic.left());
    if (left == 64 && arithmetic.operator() != BinaryOperator.AND) {
      return 64;
    }
    int right = bits(arithmetic.right());
    return switch (arithmetic.operator()) {
      case AND -> Math.min(left, right);
      case OR, XOR -> Math.max(left, right);
      case SHIFT_RIGHT ->
          arithmetic.right() instanceof TypedExpression.Constant(long by, Type _)
                  && by >= 0
                  && by < 64
              ? (int) Math.max(0, left - by)
              : left;
      case DIVIDE ->
          arithmetic.right() instanceof TypedExpression.Constant(long by, Type _) && by > 0
              ? Math.max(0, left - (63 - Long.numberOfLeadingZeros(by)))
              : right == 64 ? 64 : left;
      case REMAINDER -> right == 64 ? 64 : left;
      case ADD -> right < 63 && left < 63 ? Math.max(left, right) + 1 : 64;
      case MULTIPLY -> left + right < 64 ? left + right : 64;
      case SHIFT_LEFT,
          SUBTRACT,
          LOGICAL_OR,
          LOGICAL_AND,
          EQUAL,
          NOT_EQUAL,
          LESS,
          GREATER,
          LESS_OR_EQUAL,
          GREATER_OR_EQUAL ->
          64;
    };
  }
}
