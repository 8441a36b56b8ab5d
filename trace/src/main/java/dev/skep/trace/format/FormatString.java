package dev.skep.trace.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code printf} format, as printf(3) has it: literal text and conversions.
 *
 * @param pieces in order
 */
public record FormatString(List<Piece> pieces) {
  public FormatString {
    pieces = List.copyOf(pieces);
  }

  /** A part of a format. */
  public sealed interface Piece {}

  /** Text that is printed as it is. */
  public record Literal(String text) implements Piece {}

  /**
   * A conversion.
   *
   * @param flags those of {@code - 0 + # ' '} that are given
   * @param width the least number of characters; 0 when not given
   * @param precision −1 when not given
   * @param bits how many low bits of the argument count: 8 for {@code hh}, 16 for {@code h}, else
   *     64: numbers are never cut to an int
   * @param letter what is printed: one of {@code d i u x X o c p s}
   */
  public record Conversion(String flags, int width, int precision, int bits, char letter)
      implements Piece {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    /** Whether it prints a string. */
    public boolean text() {
      return letter == 's';
    }
  }

  /** What is wrong with a format. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /** The conversions, in order: one for each argument. */
  public List<Conversion> conversions() {
    List<Conversion> conversions = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Conversion conversion) {
        conversions.add(conversion);
      }
    }
    return conversions;
  }

  /**
   * Parses a format.
   *
   * @throws MalformedException naming the conversion that is not understood
   */
  public static FormatString parse(String format) throws MalformedException {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int at = 0; at < format.length(); ) {
      char c = format.charAt(at);
      if (c != '%') {
        literal.append(c);
        at++;
      } else if (format.startsWith("%%", at)) {
        literal.append('%');
        at += 2;
      } else {
        if (!literal.isEmpty()) {
          pieces.add(new Literal(literal.toString()));
          literal.setLength(0);
        }
        at = conversion(format, at, pieces);
      }
    }
    if (!literal.isEmpty()) {
      pieces.add(new Literal(literal.toString()));
    }
    return new FormatString(pieces);
  }

  private static int conversion(String format, int start, List<Piece> pieces)
      throws MalformedException {
    int at = start + 1;
    int flagsEnd = at;
    while (flagsEnd < format.length() && "-+ #0".indexOf(format.charAt(flagsEnd)) >= 0) {
      flagsEnd++;
    }
    int widthEnd = digits(format, flagsEnd);
    int precisionEnd = widthEnd;
    int precision = -1;
    if (format.startsWith(".", widthEnd)) {
      precisionEnd = digits(format, widthEnd + 1);
      precision = number(format, widthEnd + 1, precisionEnd);
    }
    int lengthEnd = precisionEnd;
    while (lengthEnd < format.length() && "hljzt".indexOf(format.charAt(lengthEnd)) >= 0) {
      lengthEnd++;
    }
    if (lengthEnd >= format.length()) {
      throw new MalformedException(
          "the format ends within the conversion " + format.substring(start));
    }
    char letter = format.charAt(lengthEnd);
    if ("diuxXocps".indexOf(letter) < 0) {
      throw new MalformedException(
          "unknown conversion "
              + format.substring(start, lengthEnd + 1)
              + ": use %d %i %u %x %X %o %c %p %s");
    }
    int bits =
        switch (format.substring(precisionEnd, lengthEnd)) {
          case "h" -> 16;
          case "hh" -> 8;
          default -> 64;
        };
    String flags = format.substring(at, flagsEnd);
    pieces.add(new Conversion(flags, number(format, flagsEnd, widthEnd), precision, bits, letter));
    return lengthEnd + 1;
  }

  private static int digits(String format, int start) {
    int end = start;
    while (end < format.length() && format.charAt(end) >= '0' && format.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int number(String format, int start, int end) throws MalformedException {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value * 10 + format.charAt(i) - '0';
      if (value > 4096) {
        throw new MalformedException("a width or precision of a conversion is more than 4096");
      }
    }
    return value;
  }
}
