package dev.skep.trace.types;

/** A number that a program asks its engine for. */
public enum Builtin {
  PID,
  TID,
  UID,
  GID,
  CPU,
  /** The engine's clock in nanoseconds. */
  NANOSECONDS,
  /** Nanoseconds since the session began. */
  ELAPSED
}
