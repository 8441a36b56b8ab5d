package dev.skep.trace.syntax;

/**
 * One token.
 *
 * @param kind what it is
 * @param text a name without its sigil, a text constant's characters, an operator's spelling
 * @param value a number's value
 * @param span where it stands
 */
record Token(Kind kind, String text, long value, Span span) {
  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    /** {@code @name}, with an empty name for {@code @}. */
    MAP,
    /** {@code $name}. */
    VARIABLE,
    /** {@code $1}; the index is the value. */
    POSITIONAL,
    /** {@code $#}. */
    POSITIONAL_COUNT,
    OPERATOR,
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** The token as messages call it. */
  String described() {
    return switch (kind) {
      case END -> "end of file";
      case TEXT -> "a string";
      case NUMBER -> "number " + text;
      case NAME -> "\"" + text + "\"";
      case MAP -> "\"@" + text + "\"";
      case VARIABLE -> "\"$" + text + "\"";
      case POSITIONAL -> "\"$" + value + "\"";
      case POSITIONAL_COUNT -> "\"$#\"";
      case OPERATOR -> "\"" + text + "\"";
    };
  }
}
