package dev.skep.trace.runtime;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** The wall clock's time in strftime(3)'s format, in the C locale. */
final class TimeFormat {
  private TimeFormat() {}

  static String format(String format) {
    return format(format, ZonedDateTime.now(ZoneId.systemDefault()));
  }

  static String format(String format, ZonedDateTime time) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        append(out, format.charAt(++i), time);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char conversion, ZonedDateTime time) {
    switch (conversion) {
      case 'H' -> digits(out, time.getHour(), 2);
      case 'I' -> digits(out, (time.getHour() + 11) % 12 + 1, 2);
      case 'M' -> digits(out, time.getMinute(), 2);
      case 'S' -> digits(out, time.getSecond(), 2);
      case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
      case 'Y' -> out.append(time.getYear());
      case 'y' -> digits(out, time.getYear() % 100, 2);
      case 'm' -> digits(out, time.getMonthValue(), 2);
      case 'd' -> digits(out, time.getDayOfMonth(), 2);
      case 'e' -> out.append(time.getDayOfMonth() < 10 ? " " : "").append(time.getDayOfMonth());
      case 'j' -> digits(out, time.getDayOfYear(), 3);
      case 'u' -> out.append(time.getDayOfWeek().getValue());
      case 'w' -> out.append(time.getDayOfWeek().getValue() % 7);
      case 'a' -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'A' -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'b', 'h' -> out.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'B' -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 's' -> out.append(time.toEpochSecond());
      case 'z' -> {
        int minutes = time.getOffset().get(ChronoField.OFFSET_SECONDS) / 60;
        out.append(minutes < 0 ? '-' : '+');
        digits(out, Math.abs(minutes) / 60 * 100 + Math.abs(minutes) % 60, 4);
      }
      case 'Z' -> out.append(time.getZone().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'T' -> out.append(format("%H:%M:%S", time));
      case 'R' -> out.append(format("%H:%M", time));
      case 'F' -> out.append(format("%Y-%m-%d", time));
      case 'D', 'x' -> out.append(format("%m/%d/%y", time));
      case 'X' -> out.append(format("%H:%M:%S", time));
      case 'c' -> out.append(format("%a %b %e %H:%M:%S %Y", time));
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case '%' -> out.append('%');
      default -> out.append('%').append(conversion);
    }
  }

  private static void digits(StringBuilder out, int value, int count) {
    String digits = Integer.toString(value);
    out.repeat('0', Math.max(0, count - digits.length())).append(digits);
  }
}
