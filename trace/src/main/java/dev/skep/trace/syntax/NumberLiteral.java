package dev.skep.trace.syntax;

/**
 * Reads integers: {@code 10}, {@code 0x1f}, {@code 0b101}, {@code 017}, {@code 1_000}, {@code 1e6},
 * with C's suffixes.
 */
final class NumberLiteral {
  private final Source source;
  private final String text;
  private final int start;
  private int at;

  private NumberLiteral(Source source, String text, int start) {
    this.source = source;
    this.text = text;
    this.start = start;
    this.at = start;
  }

  static Token read(Source source, String text, int start, Lexer lexer) {
    NumberLiteral literal = new NumberLiteral(source, text, start);
    long value = literal.value();
    literal.suffix();
    return lexer.number(start, literal.at, value);
  }

  private long value() {
    if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
      at += 2;
      return digits(16);
    }
    if (text.startsWith("0b", at) || text.startsWith("0B", at)) {
      at += 2;
      return digits(2);
    }
    if (text.charAt(at) == '0' && at + 1 < text.length() && Lexer.isDigit(text.charAt(at + 1))) {
      return digits(8);
    }
    long mantissa = digits(10);
    if (at + 1 < text.length() && text.charAt(at) == 'e' && Lexer.isDigit(text.charAt(at + 1))) {
      at++;
      return scaled(mantissa, digits(10));
    }
    return mantissa;
  }

  private long digits(int radix) {
    long value = 0;
    int first = at;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (c == '_' && at > first) {
        continue;
      }
      if (digit < 0) {
        break;
      }
      if (Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, radix)) > 0) {
        throw tooLarge();
      }
      value = value * radix + digit;
    }
    if (at == first) {
      throw source.error(new Span(start, at), "a number needs digits after its prefix");
    }
    return value;
  }

  private long scaled(long mantissa, long exponent) {
    long value = mantissa;
    for (long i = 0; i < exponent && value != 0; i++) {
      if (i > 20 || Long.compareUnsigned(value, Long.divideUnsigned(-1, 10)) > 0) {
        throw tooLarge();
      }
      value *= 10;
    }
    return value;
  }

  private void suffix() {
    int first = at;
    while (at < text.length() && "uUlL".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean known =
        switch (text.substring(first, at).toLowerCase(java.util.Locale.ROOT)) {
          case "", "u", "l", "ul", "ll", "ull" -> true;
          default -> false;
        };
    if (!known
        || (at < text.length()
            && (Lexer.isNameStart(text.charAt(at)) || Lexer.isDigit(text.charAt(at))))) {
      throw source.error(
          new Span(start, at + 1),
          "not a number: " + text.substring(start, Math.min(at + 1, text.length())));
    }
  }

  private ScriptException tooLarge() {
    return source.error(new Span(start, at + 1), "this number needs more than 64 bits");
  }
}
