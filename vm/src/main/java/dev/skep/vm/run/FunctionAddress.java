package dev.skep.vm.run;

/**
 * The numbers that stand for subprograms in registers: an address in a hole that no memory can
 * have, plus the index of the first instruction.
 */
public final class FunctionAddress {
  /** Neither user nor kernel half of a 64-bit processor's canonical addresses. */
  private static final long BASE = 0x0bee_f000_0000_0000L;

  private FunctionAddress() {}

  static long of(int index) {
    return BASE + index;
  }

  /** Whether a register's value stands for a function. */
  public static boolean isOne(long value) {
    return value >>> 32 == BASE >>> 32;
  }

  /** The index of the first instruction of the function that a value stands for. */
  public static int index(long value) {
    return (int) value;
  }
}
