package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Constant;
import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.syntax.UnaryOperator;
import dev.skep.trace.types.Builtin;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.TypedExpression;

/** Lowers expressions that give integers, and conditions. */
final class NumberLowering {
  private final RoutineBuilder out;
  private final Variables variables;
  private final MapLowering maps;
  private final TextLowering texts;

  NumberLowering(RoutineBuilder out, Variables variables, MapLowering maps, TextLowering texts) {
    this.out = out;
    this.variables = variables;
    this.maps = maps;
    this.texts = texts;
  }

  Value value(TypedExpression expression) {
    return switch (expression) {
      case TypedExpression.Constant(long value, Type _) -> new Constant(value);
      case TypedExpression.BuiltinNumber(Builtin builtin, Type _) -> builtin(builtin);
      case TypedExpression.FieldNumber field -> field(field);
      case TypedExpression.ReadVariable(var variable) -> copy(variables.temp(variable));
      case TypedExpression.ReadMap read -> maps.read(read);
      case TypedExpression.Unary unary -> unary(unary);
      case TypedExpression.Arithmetic arithmetic ->
          new ArithmeticLowering(out)
              .lower(arithmetic, value(arithmetic.left()), value(arithmetic.right()));
      case TypedExpression.Comparison _,
          TypedExpression.TextComparison _,
          TypedExpression.Logical _ ->
          truth(expression);
      case TypedExpression.Conditional conditional -> conditional(conditional);
      case TypedExpression.Convert(TypedExpression operand, Type.Integral type) ->
          convert(operand, type);
      case TypedExpression.IncrementVariable increment -> increment(increment);
      case TypedExpression.IncrementMap increment -> maps.increment(increment);
      case TypedExpression.Convert _,
          TypedExpression.TextConstant _,
          TypedExpression.Comm _,
          TypedExpression.FieldText _,
          TypedExpression.MemoryText _ ->
          throw new IllegalArgumentException("not an integer: " + expression);
    };
  }

  /** A later step may write the variable before this value is used. */
  private Temp copy(Temp variable) {
    Temp target = out.temp();
    out.set(target, variable);
    return target;
  }

  private Value builtin(Builtin builtin) {
    return switch (builtin) {
      case PID ->
          out.operate(Operation.UNSIGNED_SHIFT_RIGHT, ask(Question.PID_TGID), out.constant(32));
      case TID -> low(ask(Question.PID_TGID));
      case GID ->
          out.operate(Operation.UNSIGNED_SHIFT_RIGHT, ask(Question.UID_GID), out.constant(32));
      case UID -> low(ask(Question.UID_GID));
      case CPU -> ask(Question.CPU);
      case NANOSECONDS -> ask(Question.TIME);
      case ELAPSED -> maps.elapsed(ask(Question.TIME));
    };
  }

  private Temp ask(Question question) {
    Temp target = out.temp();
    out.add(new Step.Ask(target, question));
    return target;
  }

  private Temp low(Value value) {
    Temp target = out.temp();
    out.add(new Step.Extend(target, value, 32, false));
    return target;
  }

  private Value field(TypedExpression.FieldNumber field) {
    boolean signed = field.type() instanceof Type.Integral integral && integral.signed();
    if (field.offset() % field.bytes() == 0) {
      return out.load(Address.context(field.offset()), size(field.bytes()), signed);
    }
    return unaligned(field, signed);
  }

  /** The kernel refuses misaligned reads of the context: put the number together from its bytes. */
  private Value unaligned(TypedExpression.FieldNumber field, boolean signed) {
    Temp sum = out.temp();
    out.set(sum, Value.ZERO);
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < field.bytes(); i++) {
      Temp part = out.load(Address.context(field.offset() + i), MemorySize.B, false);
      int shift = 8 * (little ? i : field.bytes() - 1 - i);
      Temp moved = out.operate(Operation.SHIFT_LEFT, part, out.constant(shift));
      out.add(new Step.Operate(sum, Operation.OR, sum, moved));
    }
    out.add(new Step.Extend(sum, sum, field.bytes() * 8, signed));
    return sum;
  }

  static MemorySize size(int bytes) {
    return switch (bytes) {
      case 1 -> MemorySize.B;
      case 2 -> MemorySize.H;
      case 4 -> MemorySize.W;
      case 8 -> MemorySize.DW;
      default -> throw new IllegalArgumentException("a memory access of bytes=" + bytes);
    };
  }

  private Value unary(TypedExpression.Unary unary) {
    return switch (unary.operator()) {
      case NEGATE -> out.operate(Operation.SUBTRACT, Value.ZERO, value(unary.operand()));
      case COMPLEMENT -> out.operate(Operation.XOR, value(unary.operand()), out.constant(-1));
      case NOT -> truth(unary);
      case DEREFERENCE -> throw new IllegalArgumentException("dereference");
    };
  }

  private Temp truth(TypedExpression expression) {
    Temp result = out.temp();
    int end = out.label();
    out.set(result, Value.ZERO);
    jumpUnless(expression, end);
    out.set(result, Value.ONE);
    out.mark(end);
    return result;
  }

  private Temp conditional(TypedExpression.Conditional conditional) {
    Temp result = out.temp();
    int otherwise = out.label();
    int end = out.label();
    jumpUnless(conditional.condition(), otherwise);
    out.set(result, value(conditional.then()));
    out.jump(end);
    out.mark(otherwise);
    out.set(result, value(conditional.otherwise()));
    out.mark(end);
    return result;
  }

  private Temp convert(TypedExpression operand, Type.Integral type) {
    Temp result = out.temp();
    out.add(new Step.Extend(result, value(operand), type.bits(), type.signed()));
    return result;
  }

  private Value increment(TypedExpression.IncrementVariable increment) {
    Temp variable = variables.temp(increment.variable());
    Temp before = copy(variable);
    out.add(new Step.Operate(variable, Operation.ADD, variable, out.constant(increment.step())));
    return increment.prefix() ? copy(variable) : before;
  }

  /** Goes to a label unless a condition holds. */
  void jumpUnless(TypedExpression condition, int label) {
    switch (condition) {
      case TypedExpression.Logical(boolean and, TypedExpression left, TypedExpression right)
          when and -> {
        jumpUnless(left, label);
        jumpUnless(right, label);
      }
      case TypedExpression.Logical(boolean _, TypedExpression left, TypedExpression right) -> {
        int holds = out.label();
        jumpIf(left, holds);
        jumpUnless(right, label);
        out.mark(holds);
      }
      case TypedExpression.TextComparison comparison -> texts.jumpUnless(comparison, label);
      case TypedExpression.Comparison comparison ->
          out.branch(
              negated(condition(comparison)),
              value(comparison.left()),
              value(comparison.right()),
              label);
      case TypedExpression.Unary(var operator, TypedExpression operand, Type _)
          when operator == UnaryOperator.NOT ->
          jumpIf(operand, label);
      default -> out.branchIfZero(value(condition), label);
    }
  }

  private void jumpIf(TypedExpression condition, int label) {
    if (condition instanceof TypedExpression.Comparison comparison) {
      out.branch(condition(comparison), value(comparison.left()), value(comparison.right()), label);
      return;
    }
    int over = out.label();
    jumpUnless(condition, over);
    out.jump(label);
    out.mark(over);
  }

  private static Condition condition(TypedExpression.Comparison comparison) {
    boolean unsigned = comparison.unsigned();
    return switch (comparison.operator()) {
      case EQUAL -> Condition.EQUAL;
      case NOT_EQUAL -> Condition.NOT_EQUAL;
      case LESS -> unsigned ? Condition.UNSIGNED_LESS : Condition.SIGNED_LESS;
      case GREATER -> unsigned ? Condition.UNSIGNED_GREATER : Condition.SIGNED_GREATER;
      case LESS_OR_EQUAL ->
          unsigned ? Condition.UNSIGNED_LESS_OR_EQUAL : Condition.SIGNED_LESS_OR_EQUAL;
      case GREATER_OR_EQUAL ->
          unsigned ? Condition.UNSIGNED_GREATER_OR_EQUAL : Condition.SIGNED_GREATER_OR_EQUAL;
      case LOGICAL_OR,
          LOGICAL_AND,
          OR,
          XOR,
          AND,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER ->
          throw new IllegalArgumentException("not a comparison: " + comparison.operator());
    };
  }

  private static Condition negated(Condition condition) {
    return switch (condition) {
      case EQUAL -> Condition.NOT_EQUAL;
      case NOT_EQUAL -> Condition.EQUAL;
      case UNSIGNED_GREATER -> Condition.UNSIGNED_LESS_OR_EQUAL;
      case UNSIGNED_GREATER_OR_EQUAL -> Condition.UNSIGNED_LESS;
      case UNSIGNED_LESS -> Condition.UNSIGNED_GREATER_OR_EQUAL;
      case UNSIGNED_LESS_OR_EQUAL -> Condition.UNSIGNED_GREATER;
      case SIGNED_GREATER -> Condition.SIGNED_LESS_OR_EQUAL;
      case SIGNED_GREATER_OR_EQUAL -> Condition.SIGNED_LESS;
      case SIGNED_LESS -> Condition.SIGNED_GREATER_OR_EQUAL;
      case SIGNED_LESS_OR_EQUAL -> Condition.SIGNED_GREATER;
      case BITS_SET -> throw new IllegalArgumentException("BITS_SET has no opposite");
    };
  }
}
