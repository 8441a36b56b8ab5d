package dev.skep.kernel;

/** Whether bpf(2) may be used by this process on this machine. */
public sealed interface Availability {

  /** It may. */
  record Available() implements Availability {}

  /**
   * It may not.
   *
   * @param reason why, in one line
   */
  record Unavailable(String reason) implements Availability {}
}
