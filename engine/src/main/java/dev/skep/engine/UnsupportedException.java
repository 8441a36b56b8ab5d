package dev.skep.engine;

/**
 * What this kernel or engine cannot do: the message names the feature and, where it is known, the
 * first kernel that has it.
 */
public final class UnsupportedException extends BpfException {
  private static final long serialVersionUID = 1;

  /** An error with a one-line message. */
  public UnsupportedException(String message) {
    super(message);
  }

  /** An error with a one-line message and its cause. */
  public UnsupportedException(String message, Throwable cause) {
    super(message, cause);
  }
}
