package dev.skep.vm.hook;

import dev.skep.vm.run.Execution;

/**
 * How a hook starts a program. An entry is a constant of generated code, so that the call is direct
 * and can be inlined: its class is to be a record or a hidden class, whose fields the JVM trusts to
 * be final.
 */
public interface ProgramEntry {
  /** The program's number in the engine. */
  int programId();

  /** Runs the program on what the execution is on; R0. */
  long run(Execution run);
}
