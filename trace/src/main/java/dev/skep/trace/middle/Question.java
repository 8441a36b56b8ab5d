package dev.skep.trace.middle;

/** What a routine asks the engine for: helpers without arguments. */
public enum Question {
  /** Nanoseconds on the engine's clock. */
  TIME,
  /** The process in the upper half, the thread in the lower. */
  PID_TGID,
  /** The group in the upper half, the user in the lower. */
  UID_GID,
  /** The CPU's number. */
  CPU
}
