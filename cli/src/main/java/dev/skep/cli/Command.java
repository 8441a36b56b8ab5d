package dev.skep.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command. Built only when it is asked for, so that the others cost nothing at start-up. */
interface Command {

  /** Adds the command's own options and parameters. */
  void describe(CommandSpec spec);

  /**
   * Runs the command.
   *
   * @return the exit status, an {@link ExitCode}
   * @throws IOException when results cannot be written
   */
  int run(Invocation invocation, ParseResult arguments) throws IOException;
}
