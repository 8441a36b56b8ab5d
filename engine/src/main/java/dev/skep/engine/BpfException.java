package dev.skep.engine;

/**
 * What an engine could not do. The message is one line: what, where, the values, and what to do.
 */
public sealed class BpfException extends RuntimeException
    permits VerifierException,
        MapException,
        NotPermittedException,
        UnsupportedException,
        AttachException,
        SourceException,
        TrapException {
  private static final long serialVersionUID = 1;

  /** An error with a one-line message. */
  public BpfException(String message) {
    super(message);
  }

  /** An error with a one-line message and its cause. */
  public BpfException(String message, Throwable cause) {
    super(message, cause);
  }
}
