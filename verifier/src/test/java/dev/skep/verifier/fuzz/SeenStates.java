package dev.skep.verifier.fuzz;

import dev.skep.verifier.explore.Observer;
import dev.skep.verifier.rules.MemoryTouch;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;
import java.util.ArrayList;
import java.util.List;

/** The registers of every state that a verification saw, by instruction. */
final class SeenStates implements Observer {
  private final List<List<Value[]>> byIndex = new ArrayList<>();

  SeenStates(int size) {
    for (int i = 0; i < size; i++) {
      byIndex.add(new ArrayList<>());
    }
  }

  List<Value[]> at(int index) {
    return byIndex.get(index);
  }

  @Override
  public void before(int index, State state) {
    Value[] registers = new Value[11];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = state.frame().register(i);
    }
    byIndex.get(index).add(registers);
  }

  @Override
  public void access(int index, MemoryTouch touch) {
    // The run checks its own accesses.
  }

  @Override
  public void stackUse(int function, int bytes) {
    // Not of interest here.
  }
}
