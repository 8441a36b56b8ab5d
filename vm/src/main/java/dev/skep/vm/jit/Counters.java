package dev.skep.vm.jit;

import dev.skep.vm.run.Op;

/**
 * The registers of a function that never hold a number with the sign bit set, so that they compare
 * alike signed and unsigned. Signed comparisons let HotSpot see counted loops.
 *
 * <p>Such a register starts from what fits 32 bits and only grows, by at most 2¹⁶ an instruction:
 * it would take 2⁴⁷ instructions, a day and a half, until it is negative.
 */
final class Counters {
  private static final int STEP = 1 << 16;
  private static final int CLOBBERED = 0b11_1111;

  private Counters() {}

  /** The registers, a bit for each. */
  static int of(Compilation compilation, Function function) {
    int counters = 0b11_1111_1111 & ~compilation.liveness().needs(function);
    int before;
    do {
      before = counters;
      for (int index : function.body()) {
        counters &= ~spoiled(compilation.word(index), counters);
      }
    } while (counters != before);
    return counters;
  }

  /** The registers that a word gives a value which may be negative. */
  private static int spoiled(long word, int counters) {
    int dst = 1 << Op.dst(word);
    boolean small = Op.immediate(word) >= 0;
    return switch (Op.operation(word)) {
      case Op.MOV64_IMM -> small ? 0 : dst;
      case Op.ADD64_IMM -> small && Op.immediate(word) <= STEP ? 0 : dst;
      case Op.AND64_IMM -> small ? 0 : dst;
      case Op.MOV64_REG -> (counters & (1 << Op.src(word))) != 0 ? 0 : dst;
      case Op.MOV32_IMM, Op.MOV32_REG, Op.LDXB, Op.LDXH, Op.LDXW, Op.ZEXT16, Op.SWAP16, Op.SWAP32 ->
          0;
      case Op.CALL_HELPER, Op.CALL_LOCAL, Op.CALL_REGISTER -> CLOBBERED;
      default -> Op.written(word);
    };
  }
}
