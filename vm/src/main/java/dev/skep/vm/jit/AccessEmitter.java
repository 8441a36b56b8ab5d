package dev.skep.vm.jit;

/** Emits accesses to memory, in one of the access modes. */
interface AccessEmitter {
  /**
   * Prepares a method, at its start.
   *
   * @param body the instructions that the method has
   */
  void prepare(int[] body);

  /** Emits a load or a store, plain or ordered. */
  void access(int index, long word);

  /** Emits what a call that may move the packet makes necessary. */
  default void afterCall() {}

  /** Emits the write-back of variables that stand for memory, before the interpreter takes over. */
  default void flush() {}

  /** Emits a look-up, whose result becomes R0. */
  default void lookup(Lookup lookup) {
    throw new IllegalStateException("resolved code calls the helper of " + lookup);
  }

  /** Emits an atomic read-modify-write. */
  void atomic(int index, long word);
}
