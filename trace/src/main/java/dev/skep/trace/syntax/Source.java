package dev.skep.trace.syntax;

/**
 * A script's text under the name that messages call it by.
 *
 * @param name the file, or what stands for it
 * @param text the whole text
 */
public record Source(String name, String text) {

  /** An error at a stretch of this text. */
  public ScriptException error(Span span, String message) {
    return new ScriptException(
        name, line(span.start()), column(span.start()), printable(message), excerpt(span));
  }

  /** The line of a character, from 1. */
  public int line(int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** The column of a character, from 1. */
  public int column(int offset) {
    return Math.min(offset, text.length()) - lineStart(offset) + 1;
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
  }

  /** The line that a stretch starts in and, below it, carets under the stretch. */
  private String excerpt(Span span) {
    int start = lineStart(span.start());
    int end = text.indexOf('\n', start);
    end = end < 0 ? text.length() : end;
    int first = Math.min(span.start(), end);
    int last = Math.max(first + 1, Math.min(span.end(), end));
    StringBuilder marks = new StringBuilder();
    for (int i = start; i < first; i++) {
      marks.append(text.charAt(i) == '\t' ? '\t' : ' ');
    }
    for (int i = first; i < last; i++) {
      marks.append('^');
    }
    return text.substring(start, end) + "\n" + marks;
  }

  /** Messages quote the script, and must stay one line. */
  private static String printable(String message) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c < ' ' || c == 127) {
        out.append("\\x")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
