package dev.skep.isa.text;

/** Assembly text that is wrong: where, and why. */
public final class AssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;
  private final String reason;

  /** An error at a line and column, both counted from 1. */
  public AssemblyException(int line, int column, String reason) {
    super("line " + line + ":" + column + ": " + reason);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  /** The line, counted from 1. */
  public int line() {
    return line;
  }

  /** The column in UTF-16 units, counted from 1. */
  public int column() {
    return column;
  }

  /** What is wrong, in one line without the place. */
  public String reason() {
    return reason;
  }
}
