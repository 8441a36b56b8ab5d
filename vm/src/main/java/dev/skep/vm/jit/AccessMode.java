package dev.skep.vm.jit;

/** How compiled programs reach memory. */
public enum AccessMode {
  /** Every access finds its live region at run time, and traps outside: for any program. */
  RESOLVED,
  /**
   * Accesses go through the bounds of the memory that they are believed to touch: for verified
   * programs. Should a belief be wrong, the access traps.
   */
  CHECKED,
  /** Accesses are not bounded: only for verified programs, whose verifier is trusted. */
  TRUSTED
}
