package dev.skep.vm.jit;

import dev.skep.vm.run.Op;

/** Properties of the operations that access memory. */
final class Operations {
  private Operations() {}

  /** How many bytes a plain load or store accesses. */
  static int bytes(int operation) {
    return switch (operation) {
      case Op.LDXB, Op.LDSB, Op.STXB, Op.STB -> 1;
      case Op.LDXH, Op.LDSH, Op.STXH, Op.STH -> 2;
      case Op.LDXW, Op.LDSW, Op.STXW, Op.STW -> 4;
      case Op.LDXDW, Op.STXDW, Op.STDW -> 8;
      default -> throw new IllegalArgumentException("no load or store: operation=" + operation);
    };
  }

  /** Whether a load extends the sign. */
  static boolean isSigned(int operation) {
    return operation >= Op.LDSB && operation <= Op.LDSW;
  }

  /** Whether a load or store is a load. */
  static boolean isLoad(int operation) {
    return operation >= Op.LDXB && operation <= Op.LDSW;
  }
}
