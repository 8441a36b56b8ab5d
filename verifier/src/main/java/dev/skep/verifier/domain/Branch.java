package dev.skep.verifier.domain;

/** What a conditional jump does, as far as it is known before it is taken. */
public enum Branch {
  ALWAYS,
  NEVER,
  UNKNOWN;

  static Branch of(boolean taken) {
    return taken ? ALWAYS : NEVER;
  }

  /** The answer for the opposite condition. */
  public Branch negated() {
    return switch (this) {
      case ALWAYS -> NEVER;
      case NEVER -> ALWAYS;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
