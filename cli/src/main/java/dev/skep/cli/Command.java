package dev.skep.cli;

import java.io.IOException;

/** One command. Built only when it is asked for, so that the others cost nothing at start-up. */
interface Command {

  /** What the command takes. */
  Signature signature();

  /**
   * Runs the command.
   *
   * @return the exit status, an {@link ExitCode}
   * @throws IOException when results cannot be written
   */
  int run(Invocation invocation, Arguments arguments) throws IOException;
}
