package dev.skep.engine;

/**
 * A damaged or unreadable source of events: the message names the file and the position. Sources
 * extend it with what else they know.
 */
public non-sealed class SourceException extends BpfException {
  private static final long serialVersionUID = 1;

  /** An error with a one-line message. */
  public SourceException(String message) {
    super(message);
  }

  /** An error with a one-line message and its cause. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
