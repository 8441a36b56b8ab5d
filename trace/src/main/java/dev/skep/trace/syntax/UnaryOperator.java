package dev.skep.trace.syntax;

/** A prefix operator. */
public enum UnaryOperator {
  NEGATE("-"),
  COMPLEMENT("~"),
  NOT("!"),
  DEREFERENCE("*");

  private final String spelling;

  UnaryOperator(String spelling) {
    this.spelling = spelling;
  }

  /** As it is written. */
  public String spelling() {
    return spelling;
  }
}
