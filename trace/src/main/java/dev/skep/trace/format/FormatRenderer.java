package dev.skep.trace.format;

import dev.skep.trace.format.FormatString.Conversion;
import dev.skep.trace.format.FormatString.Literal;
import java.util.List;

/** Prints arguments by a format, as printf(3) does; numbers are 64 bits wide. */
public final class FormatRenderer {
  private FormatRenderer() {}

  /**
   * Renders a format.
   *
   * @param arguments one for each conversion: a {@link Long}, or a {@link String} for {@code %s}
   */
  public static String render(FormatString format, List<Object> arguments) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    for (FormatString.Piece piece : format.pieces()) {
      switch (piece) {
        case Literal literal -> out.append(literal.text());
        case Conversion conversion -> append(out, conversion, arguments.get(next++));
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Conversion conversion, Object argument) {
    if (argument instanceof Long number && conversion.letter() != 's') {
      number(out, conversion, number);
    } else {
      String text = argument.toString();
      int precision = conversion.precision();
      pad(
          out,
          conversion,
          "",
          precision >= 0 && precision < text.length() ? text.substring(0, precision) : text,
          false);
    }
  }

  private static void number(StringBuilder out, Conversion conversion, long argument) {
    boolean signed = conversion.letter() == 'd' || conversion.letter() == 'i';
    long value = cut(argument, conversion.bits(), signed);
    String sign = "";
    String digits;
    switch (conversion.letter()) {
      case 'c' -> {
        char c = (char) (argument & 0xff);
        pad(out, conversion, "", c == 0 ? "" : String.valueOf(c), false);
        return;
      }
      case 'x', 'X' -> {
        digits = Long.toHexString(value);
        sign = conversion.has('#') && value != 0 ? "0x" : "";
      }
      case 'p' -> {
        digits = Long.toHexString(value);
        sign = "0x";
      }
      case 'o' -> {
        digits = Long.toOctalString(value);
        sign = conversion.has('#') && value != 0 ? "0" : "";
      }
      case 'u' -> digits = Long.toUnsignedString(value);
      default -> {
        digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
        sign = value < 0 ? "-" : conversion.has('+') ? "+" : conversion.has(' ') ? " " : "";
      }
    }
    digits = precise(digits, conversion.precision());
    if (conversion.letter() == 'X') {
      digits = digits.toUpperCase(java.util.Locale.ROOT);
      sign = sign.toUpperCase(java.util.Locale.ROOT);
    }
    pad(out, conversion, sign, digits, conversion.precision() < 0);
  }

  private static long cut(long value, int bits, boolean signed) {
    int unused = 64 - bits;
    return signed ? value << unused >> unused : value << unused >>> unused;
  }

  private static String precise(String digits, int precision) {
    if (precision == 0 && digits.equals("0")) {
      return "";
    }
    return digits.length() < precision ? "0".repeat(precision - digits.length()) + digits : digits;
  }

  private static void pad(
      StringBuilder out, Conversion conversion, String sign, String body, boolean zeros) {
    int missing = conversion.width() - sign.length() - body.length();
    boolean left = conversion.has('-');
    boolean zeroed = zeros && conversion.has('0') && !left;
    if (!left && !zeroed) {
      fill(out, ' ', missing);
    }
    out.append(sign);
    if (zeroed) {
      fill(out, '0', missing);
    }
    out.append(body);
    if (left) {
      fill(out, ' ', missing);
    }
  }

  private static void fill(StringBuilder out, char c, int count) {
    for (int i = 0; i < count; i++) {
      out.append(c);
    }
  }
}
