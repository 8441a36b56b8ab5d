package dev.skep.trace.types;

import dev.skep.engine.TracepointFormat.Field;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.UnaryOperator;
import java.util.List;

/**
 * An expression whose types are known. Integers are computed in 64 bits, sign- or zero-extended
 * from what they were loaded as.
 */
public sealed interface TypedExpression {

  /** Its type. */
  Type type();

  /** Whether an integer counts as signed; false for strings. */
  default boolean signed() {
    return type() instanceof Type.Integral integral && (integral.signed() || integral.bits() < 64);
  }

  /** A number that is known. */
  record Constant(long value, Type type) implements TypedExpression {}

  /** A string that is known. */
  record TextConstant(String value, Type type) implements TypedExpression {}

  /** A number that the engine knows. */
  record BuiltinNumber(Builtin builtin, Type type) implements TypedExpression {}

  /** The running thread's name. */
  record Comm() implements TypedExpression {
    @Override
    public Type type() {
      return Type.COMM;
    }
  }

  /** An integer at an offset in the record. */
  record FieldNumber(int offset, int bytes, Type type) implements TypedExpression {}

  /** A string in the record, or one that the record locates. */
  record FieldText(Field field, Type type) implements TypedExpression {}

  /** The string at an address of the process or of the kernel. */
  record MemoryText(TypedExpression address, boolean user, Type type) implements TypedExpression {}

  /** The value of a variable. */
  record ReadVariable(Variable variable) implements TypedExpression {
    @Override
    public Type type() {
      return variable.type();
    }
  }

  /** The scalar in a map, 0 or empty when there is none. */
  record ReadMap(String map, List<TypedExpression> keys, Type type) implements TypedExpression {}

  /** Minus, complement or not. */
  record Unary(UnaryOperator operator, TypedExpression operand, Type type)
      implements TypedExpression {}

  /** Arithmetic on integers; the type says whether division and right shift are signed. */
  record Arithmetic(BinaryOperator operator, TypedExpression left, TypedExpression right, Type type)
      implements TypedExpression {}

  /** A comparison of integers: 0 or 1. */
  record Comparison(
      BinaryOperator operator, TypedExpression left, TypedExpression right, boolean unsigned)
      implements TypedExpression {
    @Override
    public Type type() {
      return Type.SIGNED;
    }
  }

  /**
   * Whether two strings are equal (or are not) in their first bytes.
   *
   * @param limit how many bytes count at most
   */
  record TextComparison(TypedExpression left, TypedExpression right, boolean equal, int limit)
      implements TypedExpression {
    @Override
    public Type type() {
      return Type.SIGNED;
    }
  }

  /** {@code &&} or {@code ||}: 0 or 1, the right side only where it matters. */
  record Logical(boolean and, TypedExpression left, TypedExpression right)
      implements TypedExpression {
    @Override
    public Type type() {
      return Type.SIGNED;
    }
  }

  /** One of two values. */
  record Conditional(
      TypedExpression condition, TypedExpression then, TypedExpression otherwise, Type type)
      implements TypedExpression {}

  /** An integer cut to a type. */
  record Convert(TypedExpression operand, Type type) implements TypedExpression {}

  /** {@code ++} or {@code --} of a variable; the value is the old one unless prefix. */
  record IncrementVariable(Variable variable, int step, boolean prefix) implements TypedExpression {
    @Override
    public Type type() {
      return variable.type();
    }
  }

  /** {@code ++} or {@code --} of a map's entry; the value is the old one unless prefix. */
  record IncrementMap(String map, List<TypedExpression> keys, int step, boolean prefix, Type type)
      implements TypedExpression {}
}
