package dev.skep.trace.types;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.IntegerTypeNames;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.UnaryOperator;
import dev.skep.trace.types.TypedExpression.Constant;
import java.util.ArrayList;
import java.util.List;

/** Gives expressions their types and folds what is constant. */
final class ExpressionAnalyzer {
  private final Scope scope;
  private final Fields fields;
  private final Names names;
  private final Strings strings;

  ExpressionAnalyzer(Scope scope) {
    this.scope = scope;
    this.fields = new Fields(scope);
    this.names = new Names(scope);
    this.strings = new Strings(scope, this);
  }

  TypedExpression value(Expression expression) {
    return switch (expression) {
      case Expression.NumberConstant(long value, Span _) ->
          new Constant(value, value < 0 ? Type.UNSIGNED : Type.SIGNED);
      case Expression.TextConstant text -> Strings.constant(text.value());
      case Expression.Name name -> names.value(name);
      case Expression.Positional positional -> names.parameter(positional);
      case Expression.PositionalCount _ ->
          new Constant(scope.settings().parameters().size(), Type.SIGNED);
      case Expression.Variable variable ->
          new TypedExpression.ReadVariable(scope.read(variable.name(), variable.span()));
      case Expression.MapAccess map -> readMap(map);
      case Expression.Member member -> member(member);
      case Expression.Index index -> index(index);
      case Expression.Unary unary -> unary(unary);
      case Expression.Increment increment -> increment(increment);
      case Expression.Binary binary -> binary(binary);
      case Expression.Conditional conditional -> conditional(conditional);
      case Expression.Cast cast -> cast(cast);
      case Expression.Call call -> strings.call(call);
      case Expression.Tuple tuple ->
          throw error(tuple.span(), "tuples are supported as the keys of a map only");
    };
  }

  /** An expression that must be an integer; what for is said in the message. */
  TypedExpression number(Expression expression, String purpose) {
    TypedExpression value = value(expression);
    if (value.type() instanceof Type.Text) {
      throw error(expression.span(), purpose + " must be an integer, not a string");
    }
    return value;
  }

  /** A number that must be known when the script is compiled. */
  long constant(Expression expression, String purpose) {
    if (value(expression) instanceof Constant(long value, Type _)) {
      return value;
    }
    throw error(expression.span(), purpose + " must be a constant number");
  }

  /** The keys of a map, in order; a single tuple is its elements. */
  List<TypedExpression> keys(Expression.MapAccess map) {
    List<Expression> parts =
        map.keys().size() == 1 && map.keys().getFirst() instanceof Expression.Tuple tuple
            ? tuple.elements()
            : map.keys();
    List<TypedExpression> keys = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (Expression part : parts) {
      TypedExpression key = value(part);
      keys.add(key);
      types.add(key.type());
    }
    scope.maps().use("@" + map.name(), types, map.span());
    return keys;
  }

  private TypedExpression readMap(Expression.MapAccess map) {
    List<TypedExpression> keys = keys(map);
    return new TypedExpression.ReadMap("@" + map.name(), keys, scalarType(map));
  }

  private Type scalarType(Expression.MapAccess map) {
    String name = "@" + map.name();
    Content content = scope.maps().content(name);
    if (content instanceof Content.Scalar(Type type)) {
      return type;
    }
    if (content != null) {
      throw error(
          map.span(),
          name
              + " holds "
              + content.described()
              + " values, which programs cannot read: print it instead");
    }
    if (scope.strict()) {
      throw error(map.span(), name + " is read but never assigned");
    }
    return new Type.Unknown();
  }

  private TypedExpression member(Expression.Member member) {
    if (Fields.isArguments(member.target())) {
      return fields.value(member);
    }
    throw error(
        member.span(),
        "members of structures (\"" + member.name() + "\") are not supported, but for args");
  }

  private TypedExpression index(Expression.Index index) {
    if (index.target() instanceof Expression.Member member && Fields.isArguments(member.target())) {
      return fields.element(
          member, constant(index.index(), "the index of args." + member.name()), index.span());
    }
    throw error(index.span(), "only arrays in args can be indexed");
  }

  private TypedExpression unary(Expression.Unary unary) {
    if (unary.operator() == UnaryOperator.DEREFERENCE) {
      throw error(unary.span(), "reading memory through pointers (*) is not supported");
    }
    TypedExpression operand =
        number(unary.operand(), "the operand of " + unary.operator().spelling());
    if (operand instanceof Constant(long value, Type type)) {
      return switch (unary.operator()) {
        case NEGATE -> new Constant(-value, Type.SIGNED);
        case COMPLEMENT -> new Constant(~value, type);
        case NOT -> new Constant(value == 0 ? 1 : 0, Type.SIGNED);
        case DEREFERENCE -> operand;
      };
    }
    Type type =
        operand.signed() || unary.operator() != UnaryOperator.COMPLEMENT
            ? Type.SIGNED
            : Type.UNSIGNED;
    return new TypedExpression.Unary(unary.operator(), operand, type);
  }

  private TypedExpression increment(Expression.Increment increment) {
    if (increment.target() instanceof Expression.Variable target) {
      Variable variable = scope.read(target.name(), target.span());
      requireNumber(variable.type(), target.span());
      return new TypedExpression.IncrementVariable(variable, increment.step(), increment.prefix());
    }
    Expression.MapAccess target = (Expression.MapAccess) increment.target();
    List<TypedExpression> keys = keys(target);
    scope.maps().assign("@" + target.name(), new Content.Scalar(Type.SIGNED), target.span());
    return new TypedExpression.IncrementMap(
        "@" + target.name(), keys, increment.step(), increment.prefix(), scalarType(target));
  }

  private void requireNumber(Type type, Span span) {
    if (type instanceof Type.Text) {
      throw error(span, "a string cannot be incremented");
    }
  }

  private TypedExpression binary(Expression.Binary binary) {
    TypedExpression left = value(binary.left());
    TypedExpression right = value(binary.right());
    boolean anyText = left.type() instanceof Type.Text || right.type() instanceof Type.Text;
    if (anyText) {
      return strings.compare(binary, left, right);
    }
    return combine(binary.operator(), left, right, binary.span());
  }

  /** An operator on two integers. */
  TypedExpression combine(
      BinaryOperator operator, TypedExpression left, TypedExpression right, Span span) {
    boolean unsigned = unsigned(left, right);
    if (left instanceof Constant(long a, Type _) && right instanceof Constant(long b, Type _)) {
      Constant folded = Folding.fold(operator, a, b, unsigned);
      if (folded == null) {
        throw error(span, "division by zero");
      }
      return folded;
    }
    boolean divides = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER;
    if (divides && right instanceof Constant(long value, Type _) && value == 0) {
      throw error(span, "division by zero");
    }
    return switch (operator) {
      case LOGICAL_AND, LOGICAL_OR ->
          new TypedExpression.Logical(operator == BinaryOperator.LOGICAL_AND, left, right);
      case EQUAL, NOT_EQUAL, LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL ->
          new TypedExpression.Comparison(operator, left, right, unsigned);
      case SHIFT_LEFT, SHIFT_RIGHT ->
          new TypedExpression.Arithmetic(
              operator, left, right, left.signed() ? Type.SIGNED : Type.UNSIGNED);
      case OR, XOR, AND, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
          new TypedExpression.Arithmetic(
              operator, left, right, unsigned ? Type.UNSIGNED : Type.SIGNED);
    };
  }

  /**
   * As in C, an unsigned 64-bit side makes both unsigned; a constant takes the other side's type.
   */
  private static boolean unsigned(TypedExpression left, TypedExpression right) {
    if (left instanceof Constant && !(right instanceof Constant)) {
      return !right.signed();
    }
    if (right instanceof Constant && !(left instanceof Constant)) {
      return !left.signed();
    }
    return !left.signed() || !right.signed();
  }

  private TypedExpression conditional(Expression.Conditional conditional) {
    TypedExpression condition = condition(conditional.condition());
    TypedExpression then = value(conditional.then());
    TypedExpression otherwise = value(conditional.otherwise());
    Type type = common(then, otherwise, conditional.span());
    if (condition instanceof Constant(long value, Type _)) {
      return value != 0 ? then : otherwise;
    }
    return new TypedExpression.Conditional(condition, then, otherwise, type);
  }

  private Type common(TypedExpression a, TypedExpression b, Span span) {
    if (a.type() instanceof Type.Text(int x) && b.type() instanceof Type.Text(int y)) {
      return new Type.Text(Math.max(x, y));
    }
    if (a.type() instanceof Type.Text || b.type() instanceof Type.Text) {
      if (a.type() instanceof Type.Unknown || b.type() instanceof Type.Unknown) {
        return new Type.Unknown();
      }
      throw error(span, "both values of ?: must be integers or both strings");
    }
    return unsigned(a, b) ? Type.UNSIGNED : Type.SIGNED;
  }

  /** What decides on a branch: an integer, true unless 0. */
  TypedExpression condition(Expression expression) {
    return number(expression, "a condition");
  }

  private TypedExpression cast(Expression.Cast cast) {
    TypedExpression operand = number(cast.operand(), "what is cast to " + cast.type());
    Type.Integral type =
        new Type.Integral(IntegerTypeNames.bits(cast.type()), IntegerTypeNames.signed(cast.type()));
    if (operand instanceof Constant(long value, Type _)) {
      return new Constant(Folding.convert(value, type), type);
    }
    return new TypedExpression.Convert(operand, type);
  }

  private ScriptException error(Span span, String message) {
    return scope.source().error(span, message);
  }
}
