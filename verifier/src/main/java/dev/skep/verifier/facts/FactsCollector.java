package dev.skep.verifier.facts;

import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.explore.Observer;
import dev.skep.verifier.rules.MemoryTouch;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Joins what an exploration sees at each instruction.
 *
 * <p>Pointers are compared whole when paths are joined, so what accesses touch is seen on all
 * paths. Numbers that decide nothing are not: their ranges cannot be taken from here.
 */
public final class FactsCollector implements Observer {
  private final Map<Integer, MemoryFact> memory = new HashMap<>();
  private final boolean[] reached;
  private int depth;

  /** A collector for a program of so many instructions. */
  public FactsCollector(int instructions) {
    reached = new boolean[instructions];
  }

  @Override
  public void before(int index, State state) {
    reached[index] = true;
    depth = state.depth();
  }

  @Override
  public void access(int index, MemoryTouch touch) {
    Pointer pointer = touch.pointer();
    MapInfo map = touch.map();
    MemoryFact fact =
        new MemoryFact(
            true,
            pointer.kind(),
            Optional.ofNullable(map).map(MapInfo::name),
            pointer.kind() == PointerKind.STACK ? depth - pointer.frame() : 0,
            touch.minOffset(),
            touch.maxOffset());
    memory.merge(index, fact, MemoryFact::join);
  }

  @Override
  public void stackUse(int function, int bytes) {
    // The analysis itself sums this up.
  }

  /** What was collected. */
  public Facts facts(int[] stackBytes) {
    return new Facts(Map.copyOf(memory), Map.of(), stackBytes.clone(), reached.clone());
  }
}
