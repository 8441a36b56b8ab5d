package dev.skep.vm.hook;

import dev.skep.vm.run.Execution;

/** An entry that counts runs and their time. */
public record CountedEntry(ProgramEntry entry, RunCounter counter) implements ProgramEntry {
  @Override
  public int programId() {
    return entry.programId();
  }

  @Override
  public long run(Execution run) {
    long start = System.nanoTime();
    try {
      return entry.run(run);
    } finally {
      counter.count(System.nanoTime() - start);
    }
  }
}
