package dev.skep.engine;

/**
 * A program that a verifier rejected. The message is the cause in one line; the whole log is at
 * hand.
 */
public final class VerifierException extends BpfException {
  private static final long serialVersionUID = 1;

  private final String log;

  /**
   * A rejection.
   *
   * @param message the cause in one line, with the program, the instruction and, where known, the
   *     source line
   * @param log the verifier's whole log
   */
  public VerifierException(String message, String log) {
    super(message);
    this.log = log;
  }

  /** The verifier's whole log. */
  public String log() {
    return log;
  }
}
