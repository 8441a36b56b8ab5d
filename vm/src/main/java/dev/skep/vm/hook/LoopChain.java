package dev.skep.vm.hook;

import dev.skep.vm.run.Execution;
import java.util.List;

/** A chain that is not compiled: one call site for all programs. */
public final class LoopChain implements Chain {
  private final ChainRule rule;
  private final ProgramEntry[] entries;

  /** The programs in their order. */
  public LoopChain(ChainRule rule, List<ProgramEntry> entries) {
    this.rule = rule;
    this.entries = entries.toArray(ProgramEntry[]::new);
  }

  @Override
  public int run(Execution run) {
    return switch (rule) {
      case ChainRule.While(int value) -> whileReturned(run, value);
      case ChainRule.Lowest() -> lowest(run);
    };
  }

  private int whileReturned(Execution run, int value) {
    for (ProgramEntry each : entries) {
      int returned = (int) each.run(run);
      if (returned != value) {
        return returned;
      }
    }
    return value;
  }

  private int lowest(Execution run) {
    int least = -1;
    for (ProgramEntry each : entries) {
      int returned = (int) each.run(run);
      least = Integer.compareUnsigned(returned, least) < 0 ? returned : least;
    }
    return least;
  }

  @Override
  public long call(ProgramEntry program, Execution run) {
    return program.run(run);
  }
}
