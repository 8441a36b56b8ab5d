package dev.skep.verifier.facts;

import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;
import java.util.Map;
import java.util.Optional;

/**
 * What was proven of an accepted program, by the index of the instruction. Everything here holds on
 * every run; what is missing is merely not known.
 */
public final class Facts {
  private static final Facts NONE = new Facts(Map.of(), Map.of(), new int[0], new boolean[0]);

  private final Map<Integer, MemoryFact> memory;
  private final Map<Integer, ScalarRange[]> registers;
  private final int[] stackBytes;
  private final boolean[] reachable;

  Facts(
      Map<Integer, MemoryFact> memory,
      Map<Integer, ScalarRange[]> registers,
      int[] stackBytes,
      boolean[] reachable) {
    this.memory = memory;
    this.registers = registers;
    this.stackBytes = stackBytes;
    this.reachable = reachable;
  }

  /** Nothing is known. */
  public static Facts none() {
    return NONE;
  }

  /**
   * What a load, store or atomic operation touches; empty for others and where nothing is known.
   */
  public Optional<MemoryFact> memory(int index) {
    return Optional.ofNullable(memory.get(index));
  }

  /**
   * The range of a register before an instruction: what it is when it holds a number, and any
   * number when it may hold a pointer.
   */
  public ScalarRange range(int index, int register) {
    ScalarRange[] ranges = registers.get(index);
    ScalarRange found = ranges == null ? null : ranges[register];
    return found == null ? ScalarDomain.LINUX.unknown() : found;
  }

  /**
   * The stack of a function in bytes, by its number in the order of starts; −1 when it is not
   * known.
   */
  public int stackBytes(int function) {
    return function < stackBytes.length ? stackBytes[function] : -1;
  }

  /** Whether an instruction may run; true where nothing is known. */
  public boolean isReachable(int index) {
    return index >= reachable.length || reachable[index];
  }
}
