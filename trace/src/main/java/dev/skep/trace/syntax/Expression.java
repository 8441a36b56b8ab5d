package dev.skep.trace.syntax;

import java.util.List;

/** An expression as it was written. */
public sealed interface Expression {

  /** Where it stands. */
  Span span();

  /** A number. */
  record NumberConstant(long value, Span span) implements Expression {}

  /** A string, its escapes resolved. */
  record TextConstant(String value, Span span) implements Expression {}

  /** A name: a builtin such as {@code pid}. */
  record Name(String name, Span span) implements Expression {}

  /** {@code $1}: a parameter of the command line, from 1. */
  record Positional(int index, Span span) implements Expression {}

  /** {@code $#}: how many parameters there are. */
  record PositionalCount(Span span) implements Expression {}

  /** {@code $name}. */
  record Variable(String name, Span span) implements Expression {}

  /** {@code @name[keys]}; the name is without its sigil, and there may be no keys. */
  record MapAccess(String name, List<Expression> keys, Span span) implements Expression {}

  /** {@code target.name} or {@code target->name}. */
  record Member(Expression target, String name, Span nameSpan, Span span) implements Expression {}

  /** {@code target[index]}. */
  record Index(Expression target, Expression index, Span span) implements Expression {}

  /** A prefix operator. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  /** {@code ++} or {@code --} before ({@code prefix}) or behind its target; step is 1 or −1. */
  record Increment(Expression target, int step, boolean prefix, Span span) implements Expression {}

  /** A binary operator. */
  record Binary(BinaryOperator operator, Expression left, Expression right, Span span)
      implements Expression {}

  /** {@code condition ? then : otherwise}. */
  record Conditional(Expression condition, Expression then, Expression otherwise, Span span)
      implements Expression {}

  /** {@code (type)operand}. */
  record Cast(String type, Expression operand, Span span) implements Expression {}

  /** {@code name(arguments)}. */
  record Call(String name, List<Expression> arguments, Span span) implements Expression {}

  /** {@code (a, b)}. */
  record Tuple(List<Expression> elements, Span span) implements Expression {}
}
