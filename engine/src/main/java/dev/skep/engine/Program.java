package dev.skep.engine;

import dev.skep.spec.ProgramSpec;

/** A loaded program. Use after {@link #close} throws {@link IllegalStateException}. */
public interface Program extends AutoCloseable {

  /** The specification that the program was loaded from. */
  ProgramSpec spec();

  /** The engine that the program lives in. */
  Engine engine();

  /** The verifier's log, as far as {@link LoadOptions#log} asked for it; else empty. */
  String verifierLog();

  /**
   * Runs the program now on given input, as {@code BPF_PROG_TEST_RUN} does.
   *
   * @throws BpfException when this type cannot be run so, or the input does not fit it
   */
  RunResult run(RunInput input);

  /** Lets go of the program; it lives on while links run it. */
  @Override
  void close();
}
