package dev.skep.engine;

import dev.skep.abi.Errno;

/** A map operation that failed, with Linux's error number. */
public final class MapException extends BpfException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  /** A failed operation with its error number and a one-line message that names the map. */
  public MapException(Errno errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** Linux's error number. */
  public Errno errno() {
    return errno;
  }
}
