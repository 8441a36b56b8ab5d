package dev.skep.isa.classic;

/** The two registers of classic BPF, 32 bits each. */
public enum ClassicRegister {
  /** A, which arithmetic and jumps work on. */
  ACCUMULATOR,
  /** X. */
  INDEX
}
