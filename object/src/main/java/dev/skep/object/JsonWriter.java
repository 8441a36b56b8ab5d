package dev.skep.object;

/** Writes JSON (RFC 8259) into text, without spaces; the caller keeps names and values in turn. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  JsonWriter open(char bracket) {
    separate();
    out.append(bracket);
    first = true;
    return this;
  }

  JsonWriter close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  JsonWriter name(String name) {
    string(name);
    out.append(':');
    first = true;
    return this;
  }

  JsonWriter number(long value) {
    separate();
    out.append(value);
    return this;
  }

  JsonWriter bool(boolean value) {
    separate();
    out.append(value);
    return this;
  }

  JsonWriter string(String value) {
    separate();
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      character(value.charAt(i));
    }
    out.append('"');
    return this;
  }

  /** A member that is a string. */
  JsonWriter member(String name, String value) {
    return name(name).string(value);
  }

  /** A member that is a number. */
  JsonWriter member(String name, long value) {
    return name(name).number(value);
  }

  private void character(char at) {
    switch (at) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      default -> {
        if (at < 0x20 || at == 0x7f || Character.isSurrogate(at)) {
          out.append(String.format("\\u%04x", (int) at));
        } else {
          out.append(at);
        }
      }
    }
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
