package dev.skep.vm.hook;

import dev.skep.vm.run.Execution;

/** The programs of a hook at one moment. Immutable. */
public interface Chain {
  /** Runs the programs in their order, as far as the hook's rule says; what they decide. */
  int run(Execution run);

  /** Runs one program that the caller names, whether or not it is among the hook's. */
  long call(ProgramEntry program, Execution run);
}
