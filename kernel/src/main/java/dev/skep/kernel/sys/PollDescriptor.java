package dev.skep.kernel.sys;

/**
 * {@code struct pollfd} (poll(2)).
 *
 * <pre>
 *   0 fd   4 events (u16)   6 revents (u16)
 * </pre>
 */
public final class PollDescriptor {
  public static final int FD = 0;

  public static final int EVENTS = 4;

  public static final int RETURNED = 6;

  public static final int BYTES = 8;

  /** {@code POLLIN}. */
  public static final short READABLE = 1;

  private PollDescriptor() {}
}
