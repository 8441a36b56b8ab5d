package dev.skep.cli;

/** Strings as JSON (RFC 8259 section 7). */
final class Json {
  private Json() {}

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
