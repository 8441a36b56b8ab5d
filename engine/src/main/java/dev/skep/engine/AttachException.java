package dev.skep.engine;

/**
 * A program that cannot be attached to a target: no such target, or the program's type does not
 * fit.
 */
public final class AttachException extends BpfException {
  private static final long serialVersionUID = 1;

  /** An error with a one-line message. */
  public AttachException(String message) {
    super(message);
  }

  /** An error with a one-line message and its cause. */
  public AttachException(String message, Throwable cause) {
    super(message, cause);
  }
}
