package dev.skep.cli;

/** A command line that cannot be understood; the message says which word and what is expected. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
