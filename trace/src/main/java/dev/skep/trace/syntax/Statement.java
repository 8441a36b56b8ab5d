package dev.skep.trace.syntax;

import java.util.List;
import java.util.Optional;

/** A statement as it was written. */
public sealed interface Statement {

  /** Where it stands. */
  Span span();

  /** An expression for its effect. */
  record Evaluate(Expression expression, Span span) implements Statement {}

  /** {@code target = value}, or with an operator {@code target op= value}. */
  record Assign(Expression target, Optional<BinaryOperator> operator, Expression value, Span span)
      implements Statement {}

  /** {@code if (condition) { then } else { otherwise }}. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise, Span span)
      implements Statement {}

  /** {@code while (condition) { body }}. */
  record While(Expression condition, List<Statement> body, Span span) implements Statement {}

  /** {@code unroll (count) { body }}. */
  record Unroll(Expression count, List<Statement> body, Span span) implements Statement {}

  /** {@code { body }}. */
  record Block(List<Statement> body, Span span) implements Statement {}

  /** {@code return}, {@code break} or {@code continue}. */
  record Leave(Kind kind, Span span) implements Statement {
    /** What is left. */
    public enum Kind {
      RETURN,
      BREAK,
      CONTINUE
    }
  }
}
