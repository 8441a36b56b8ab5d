package dev.skep.kernel.sys;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor that is closed once. A call that is under way while another thread closes
 * it is the caller's race, as it is in C.
 */
public final class Descriptor implements AutoCloseable {
  private static final int CLOSED = -1;

  private final String what;
  private final AtomicInteger number;

  /**
   * Takes over an open descriptor.
   *
   * @param what what it is, for the message of a use after close
   */
  public Descriptor(String what, int number) {
    this.what = what;
    this.number = new AtomicInteger(number);
  }

  /**
   * The number.
   *
   * @throws IllegalStateException when it is closed
   */
  public int number() {
    int open = number.getPlain();
    if (open == CLOSED) {
      throw new IllegalStateException(what + " is closed");
    }
    return open;
  }

  /** Whether it is still open. */
  public boolean isOpen() {
    return number.get() != CLOSED;
  }

  /** Closes it; a second time does nothing. */
  @Override
  public void close() {
    int open = number.getAndSet(CLOSED);
    if (open != CLOSED) {
      // Linux lets go of the number even when close(2) reports an error.
      Syscall.call(SystemCall.CLOSE, open, 0, 0);
    }
  }
}
