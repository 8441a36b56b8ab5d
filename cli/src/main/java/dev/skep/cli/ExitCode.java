package dev.skep.cli;

/** What the program's exit status says. Scripts rely on the numbers. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** A program was rejected by a verifier. */
  static final int REJECTED = 3;

  /** Not permitted or not possible here. */
  static final int NOT_POSSIBLE = 4;

  /** Interrupted before there was any result. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
