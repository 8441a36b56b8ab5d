package dev.skep.engine;

/**
 * What this user may not do here: the message names the capability, the lockdown mode or the sysctl
 * in the way.
 */
public final class NotPermittedException extends BpfException {
  private static final long serialVersionUID = 1;

  /** An error with a one-line message. */
  public NotPermittedException(String message) {
    super(message);
  }

  /** An error with a one-line message and its cause. */
  public NotPermittedException(String message, Throwable cause) {
    super(message, cause);
  }
}
