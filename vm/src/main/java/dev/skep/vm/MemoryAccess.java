package dev.skep.vm;

import dev.skep.vm.jit.AccessMode;

/** How the compiled programs of an engine reach memory. */
public enum MemoryAccess {
  /** Every access finds its live region at run time, and traps outside: for any program. */
  RESOLVED(AccessMode.RESOLVED),
  /**
   * Accesses go through the bounds of the memory that they are believed to touch. For programs that
   * a verifier has accepted; with others, results may be wrong, but the process is safe.
   */
  CHECKED(AccessMode.CHECKED),
  /**
   * Accesses are not bounded: whoever chooses this vouches that a verifier accepts every program of
   * the engine. Another program can crash the process.
   */
  TRUSTED(AccessMode.TRUSTED);

  private final AccessMode mode;

  MemoryAccess(AccessMode mode) {
    this.mode = mode;
  }

  AccessMode mode() {
    return mode;
  }
}
