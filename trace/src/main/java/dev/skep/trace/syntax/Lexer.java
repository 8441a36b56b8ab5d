package dev.skep.trace.syntax;

import dev.skep.trace.syntax.Token.Kind;

/** Cuts a script's text into tokens, one at a time: what a slash means depends on the parser. */
final class Lexer {
  private static final String[] OPERATORS = {
    "<<=", ">>=", "...", "++", "--", "->", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=",
    "-=", "*=", "/=", "%=", "&=", "|=", "^=", "..", "{", "}", "(", ")", "[", "]", ";", ",", "=",
    "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "<", ">", "?", ":", ".", "#"
  };

  private final Source source;
  private final String text;
  private int at;

  Lexer(Source source) {
    this.source = source;
    this.text = source.text();
    if (text.startsWith("#!")) {
      skipLine();
    }
  }

  Token next() {
    skipBlanks();
    int start = at;
    if (at >= text.length()) {
      return new Token(Kind.END, "", 0, new Span(start, start));
    }
    char first = text.charAt(at);
    if (isNameStart(first)) {
      return new Token(Kind.NAME, name(), 0, new Span(start, at));
    }
    if (isDigit(first)) {
      return NumberLiteral.read(source, text, at, this);
    }
    return switch (first) {
      case '"' -> text('"');
      case '@' -> {
        at++;
        yield new Token(Kind.MAP, name(), 0, new Span(start, at));
      }
      case '$' -> dollar();
      default -> operator();
    };
  }

  /** The number token that ends at a character. */
  Token number(int start, int end, long value) {
    at = end;
    return new Token(Kind.NUMBER, text.substring(start, end), value, new Span(start, end));
  }

  /**
   * Whether the character that a token ends at is followed by a block, over blanks and comments.
   */
  boolean blockFollows(Token token) {
    int saved = at;
    at = token.span().end();
    try {
      skipBlanks();
      return at < text.length() && text.charAt(at) == '{';
    } finally {
      at = saved;
    }
  }

  /**
   * Reads a probe from where a token starts up to a blank, comma or block. A slash starts the
   * predicate, but for the probes that name a file.
   */
  Token probe(Token first) {
    int start = first.span().start();
    at = start;
    while (at < text.length() && isProbeCharacter(text.charAt(at), start)) {
      at++;
    }
    return new Token(
        Kind.NAME, text.substring(start, at), 0, new Span(start, Math.max(at, start + 1)));
  }

  private boolean isProbeCharacter(char c, int start) {
    return switch (c) {
      case ' ', '\t', '\r', '\n', ',', '{', '}', ';' -> false;
      case '/' -> namesFile(start);
      default -> true;
    };
  }

  private boolean namesFile(int start) {
    return text.startsWith("u", start)
        && text.indexOf(':', start) >= 0
        && text.indexOf(':', start) < at;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        at++;
      } else if (text.startsWith("//", at)) {
        skipLine();
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw source.error(new Span(at, at + 2), "this comment has no end: */ is missing");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private String name() {
    int start = at;
    while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    return text.substring(start, at);
  }

  private Token dollar() {
    int start = at++;
    if (text.startsWith("#", at)) {
      at++;
      return new Token(Kind.POSITIONAL_COUNT, "$#", 0, new Span(start, at));
    }
    if (at < text.length() && isDigit(text.charAt(at))) {
      int index = 0;
      while (at < text.length() && isDigit(text.charAt(at))) {
        index = Math.min(100_000, index * 10 + text.charAt(at++) - '0');
      }
      if (index == 0) {
        throw source.error(new Span(start, at), "positional parameters start at $1");
      }
      return new Token(Kind.POSITIONAL, "", index, new Span(start, at));
    }
    String name = name();
    if (name.isEmpty()) {
      throw source.error(
          new Span(start, at), "a $ must be followed by a variable's name or a number");
    }
    return new Token(Kind.VARIABLE, name, 0, new Span(start, at));
  }

  private Token text(char quote) {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (true) {
      if (at >= text.length() || text.charAt(at) == '\n') {
        throw source.error(
            new Span(start, at), "this string has no end: a closing quote is missing");
      }
      char c = text.charAt(at++);
      if (c == quote) {
        return new Token(Kind.TEXT, value.toString(), 0, new Span(start, at));
      }
      if (c == '\\') {
        escape(value, start);
      } else {
        value.append(c);
      }
    }
  }

  private void escape(StringBuilder value, int start) {
    if (at >= text.length()) {
      throw source.error(new Span(start, at), "this string has no end: a closing quote is missing");
    }
    char c = text.charAt(at++);
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case '"', '\\', '\'' -> value.append(c);
      case 'x' -> value.append((char) digits(16, 2, start));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        value.append((char) (digits(8, 3, start) & 0xff));
      }
      default ->
          throw source.error(
              new Span(at - 2, at),
              "unknown escape \\" + c + " in a string: use \\n \\t \\r \\\" \\\\ \\xHH");
    }
  }

  private int digits(int radix, int most, int start) {
    int value = 0;
    int count = 0;
    while (count < most && at < text.length() && Character.digit(text.charAt(at), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(at++), radix);
      count++;
    }
    if (count == 0) {
      throw source.error(new Span(start, at), "an escape \\x in a string needs hexadecimal digits");
    }
    return value;
  }

  private Token operator() {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        int start = at;
        at += operator.length();
        return new Token(Kind.OPERATOR, operator, 0, new Span(start, at));
      }
    }
    throw source.error(new Span(at, at + 1), "unexpected character " + printable(text.charAt(at)));
  }

  private static String printable(char c) {
    return c > ' ' && c < 127
        ? "'" + c + "'"
        : "U+" + Integer.toHexString(0x10000 | c).substring(1);
  }

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
