package dev.skep.trace.types;

import dev.skep.trace.syntax.BinaryOperator;
import java.util.List;
import java.util.Optional;

/** A statement whose types are known. */
public sealed interface TypedStatement {

  /** An expression for its effect. */
  record Evaluate(TypedExpression expression) implements TypedStatement {}

  /** A variable gets a value. */
  record SetVariable(Variable variable, TypedExpression value) implements TypedStatement {}

  /** A map's entry gets a value. */
  record SetMap(String map, List<TypedExpression> keys, TypedExpression value)
      implements TypedStatement {}

  /** A map's entry is combined with a value; plus and minus are atomic. */
  record ChangeMap(
      String map,
      List<TypedExpression> keys,
      BinaryOperator operator,
      TypedExpression value,
      Type type)
      implements TypedStatement {}

  /** A value is added to an aggregation; {@code count} has none. */
  record Aggregate(String map, List<TypedExpression> keys, Optional<TypedExpression> value)
      implements TypedStatement {}

  /** An entry is removed. */
  record Delete(String map, List<TypedExpression> keys) implements TypedStatement {}

  /** User space is asked for something, with arguments that it gets. */
  record Ask(int action, List<TypedExpression> arguments) implements TypedStatement {}

  /** A choice. */
  record If(TypedExpression condition, List<TypedStatement> then, List<TypedStatement> otherwise)
      implements TypedStatement {}

  /** A loop, whose end the verifier must see. */
  record While(TypedExpression condition, List<TypedStatement> body) implements TypedStatement {}

  /** A body that is written out this often. */
  record Repeat(int count, List<TypedStatement> body) implements TypedStatement {}

  /** The end of this run of the program. */
  record Return() implements TypedStatement {}

  /** Out of the innermost loop. */
  record Break() implements TypedStatement {}

  /** To the innermost loop's condition. */
  record Continue() implements TypedStatement {}
}
