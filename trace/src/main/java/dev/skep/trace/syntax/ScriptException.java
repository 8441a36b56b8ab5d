package dev.skep.trace.syntax;

/**
 * A script that is wrong or asks for what this version lacks. The message is one line: {@code
 * file:line:column: error: what}.
 */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final int line;
  private final int column;
  private final String problem;
  private final String excerpt;

  ScriptException(String file, int line, int column, String problem, String excerpt) {
    super(file + ":" + line + ":" + column + ": error: " + problem);
    this.file = file;
    this.line = line;
    this.column = column;
    this.problem = problem;
    this.excerpt = excerpt;
  }

  /** The script's file, or what stands for it. */
  public String file() {
    return file;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The column in characters, from 1. */
  public int column() {
    return column;
  }

  /** The message without its position. */
  public String problem() {
    return problem;
  }

  /** The source line and, below it, carets under what the message is about. */
  public String excerpt() {
    return excerpt;
  }
}
