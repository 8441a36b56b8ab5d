package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

/** A binary operator, with C's precedence: a higher number binds tighter. */
public enum BinaryOperator {
  LOGICAL_OR("||", 1),
  LOGICAL_AND("&&", 2),
  OR("|", 3),
  XOR("^", 4),
  AND("&", 5),
  EQUAL("==", 6),
  NOT_EQUAL("!=", 6),
  LESS("<", 7),
  GREATER(">", 7),
  LESS_OR_EQUAL("<=", 7),
  GREATER_OR_EQUAL(">=", 7),
  SHIFT_LEFT("<<", 8),
  SHIFT_RIGHT(">>", 8),
  ADD("+", 9),
  SUBTRACT("-", 9),
  MULTIPLY("*", 10),
  DIVIDE("/", 10),
  REMAINDER("%", 10);

  private static final BinaryOperator[] ALL = values();

  private final String spelling;
  private final int precedence;

  BinaryOperator(String spelling, int precedence) {
    this.spelling = spelling;
    this.precedence = precedence;
  }

  /** As it is written. */
  public String spelling() {
    return spelling;
  }

  int precedence() {
    return precedence;
  }

  static @Nullable BinaryOperator of(Token token) {
    if (token.kind() == Token.Kind.OPERATOR) {
      for (BinaryOperator each : ALL) {
        if (each.spelling.equals(token.text())) {
          return each;
        }
      }
    }
    return null;
  }

  /** The operator of a compound assignment such as {@code +=}. */
  static @Nullable BinaryOperator ofAssignment(Token token) {
    if (token.kind() == Token.Kind.OPERATOR) {
      for (BinaryOperator each : ALL) {
        if (each.precedence > 2
            && token.text().length() == each.spelling.length() + 1
            && token.text().startsWith(each.spelling)
            && token.text().endsWith("=")) {
          return each;
        }
      }
    }
    return null;
  }
}
