package dev.skep.cli;

import java.util.Map;
import java.util.StringJoiner;

/** Values as JSON (RFC 8259). */
final class Json {
  private Json() {}

  /** A value made of strings, numbers, truth values, lists and maps. */
  static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        StringJoiner members = new StringJoiner(",", "{", "}");
        map.forEach((key, member) -> members.add(quoted(String.valueOf(key)) + ":" + of(member)));
        yield members.toString();
      }
      case Iterable<?> list -> {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        list.forEach(element -> elements.add(of(element)));
        yield elements.toString();
      }
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  /** A string in quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      switch (at) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (at < ' ') {
            quoted
                .append("\\u00")
                .append(Character.forDigit(at >> 4, 16))
                .append(Character.forDigit(at & 15, 16));
          } else {
            quoted.append(at);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
