package dev.skep.vm.jit;

/**
 * A function of a program: everything that its start reaches without calls, which a program that is
 * not verified may share with other functions.
 *
 * @param entry the index of its first instruction
 * @param body the indices of its instructions, ascending
 */
record Function(int entry, int[] body) {
  /** What the methods that run it are called. */
  String methodName() {
    return "function" + entry;
  }
}
