package dev.skep.vm.hook;

import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;

/** The entry of a program as the engine loaded it. */
public record ExecutableEntry(Executable program) implements ProgramEntry {
  @Override
  public int programId() {
    return program.id();
  }

  @Override
  public long run(Execution run) {
    return run.run(program);
  }
}
