package dev.skep.engine;

/** A clock that counts nanoseconds: the wall's, or a recording's. */
public interface Clock {

  /** The time now, in nanoseconds since the clock's own beginning. Never goes back. */
  long nanos();

  /**
   * The clock's name: {@code monotonic}, or what the recording says ({@code local}, {@code mono}).
   */
  String name();
}
