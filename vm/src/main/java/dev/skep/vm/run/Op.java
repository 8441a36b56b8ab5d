package dev.skep.vm.run;

import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;

/**
 * The operations of the compact form, dense so that the interpreter's switch is one table, and the
 * layout of its words:
 *
 * <pre>
 * bits  0–7   operation
 * bits  8–11  destination or base register
 * bits 12–15  source register
 * bits 16–31  offset: bytes, or for jumps instructions from the next one
 * bits 32–63  immediate
 * </pre>
 */
public final class Op {
  // Arithmetic: operation × width × source, in the order of AluOperation.

  public static final int ADD32_REG = 0;
  public static final int ADD32_IMM = 1;
  public static final int ADD64_REG = 2;
  public static final int ADD64_IMM = 3;
  public static final int SUB32_REG = 4;
  public static final int SUB32_IMM = 5;
  public static final int SUB64_REG = 6;
  public static final int SUB64_IMM = 7;
  public static final int MUL32_REG = 8;
  public static final int MUL32_IMM = 9;
  public static final int MUL64_REG = 10;
  public static final int MUL64_IMM = 11;
  public static final int DIV32_REG = 12;
  public static final int DIV32_IMM = 13;
  public static final int DIV64_REG = 14;
  public static final int DIV64_IMM = 15;
  public static final int OR32_REG = 16;
  public static final int OR32_IMM = 17;
  public static final int OR64_REG = 18;
  public static final int OR64_IMM = 19;
  public static final int AND32_REG = 20;
  public static final int AND32_IMM = 21;
  public static final int AND64_REG = 22;
  public static final int AND64_IMM = 23;
  public static final int LSH32_REG = 24;
  public static final int LSH32_IMM = 25;
  public static final int LSH64_REG = 26;
  public static final int LSH64_IMM = 27;
  public static final int RSH32_REG = 28;
  public static final int RSH32_IMM = 29;
  public static final int RSH64_REG = 30;
  public static final int RSH64_IMM = 31;
  public static final int MOD32_REG = 32;
  public static final int MOD32_IMM = 33;
  public static final int MOD64_REG = 34;
  public static final int MOD64_IMM = 35;
  public static final int XOR32_REG = 36;
  public static final int XOR32_IMM = 37;
  public static final int XOR64_REG = 38;
  public static final int XOR64_IMM = 39;
  public static final int ARSH32_REG = 40;
  public static final int ARSH32_IMM = 41;
  public static final int ARSH64_REG = 42;
  public static final int ARSH64_IMM = 43;
  public static final int SDIV32_REG = 44;
  public static final int SDIV32_IMM = 45;
  public static final int SDIV64_REG = 46;
  public static final int SDIV64_IMM = 47;
  public static final int SMOD32_REG = 48;
  public static final int SMOD32_IMM = 49;
  public static final int SMOD64_REG = 50;
  public static final int SMOD64_IMM = 51;

  // Jumps: condition × width × source, in the order of Condition.

  public static final int JEQ32_REG = 52;
  public static final int JEQ32_IMM = 53;
  public static final int JEQ64_REG = 54;
  public static final int JEQ64_IMM = 55;
  public static final int JGT32_REG = 56;
  public static final int JGT32_IMM = 57;
  public static final int JGT64_REG = 58;
  public static final int JGT64_IMM = 59;
  public static final int JGE32_REG = 60;
  public static final int JGE32_IMM = 61;
  public static final int JGE64_REG = 62;
  public static final int JGE64_IMM = 63;
  public static final int JSET32_REG = 64;
  public static final int JSET32_IMM = 65;
  public static final int JSET64_REG = 66;
  public static final int JSET64_IMM = 67;
  public static final int JNE32_REG = 68;
  public static final int JNE32_IMM = 69;
  public static final int JNE64_REG = 70;
  public static final int JNE64_IMM = 71;
  public static final int JSGT32_REG = 72;
  public static final int JSGT32_IMM = 73;
  public static final int JSGT64_REG = 74;
  public static final int JSGT64_IMM = 75;
  public static final int JSGE32_REG = 76;
  public static final int JSGE32_IMM = 77;
  public static final int JSGE64_REG = 78;
  public static final int JSGE64_IMM = 79;
  public static final int JLT32_REG = 80;
  public static final int JLT32_IMM = 81;
  public static final int JLT64_REG = 82;
  public static final int JLT64_IMM = 83;
  public static final int JLE32_REG = 84;
  public static final int JLE32_IMM = 85;
  public static final int JLE64_REG = 86;
  public static final int JLE64_IMM = 87;
  public static final int JSLT32_REG = 88;
  public static final int JSLT32_IMM = 89;
  public static final int JSLT64_REG = 90;
  public static final int JSLT64_IMM = 91;
  public static final int JSLE32_REG = 92;
  public static final int JSLE32_IMM = 93;
  public static final int JSLE64_REG = 94;
  public static final int JSLE64_IMM = 95;

  // Moves and conversions.

  public static final int MOV32_REG = 96;
  public static final int MOV32_IMM = 97;
  public static final int MOV64_REG = 98;
  public static final int MOV64_IMM = 99;
  public static final int MOVSX32_8 = 100;
  public static final int MOVSX32_16 = 101;
  public static final int MOVSX64_8 = 102;
  public static final int MOVSX64_16 = 103;
  public static final int MOVSX64_32 = 104;
  public static final int NEG32 = 105;
  public static final int NEG64 = 106;
  public static final int SWAP16 = 107;
  public static final int SWAP32 = 108;
  public static final int SWAP64 = 109;
  public static final int ZEXT16 = 110;
  public static final int CONSTANT = 111;

  // Memory.

  public static final int LDXB = 112;
  public static final int LDXH = 113;
  public static final int LDXW = 114;
  public static final int LDXDW = 115;
  public static final int LDSB = 116;
  public static final int LDSH = 117;
  public static final int LDSW = 118;
  public static final int STXB = 119;
  public static final int STXH = 120;
  public static final int STXW = 121;
  public static final int STXDW = 122;
  public static final int STB = 123;
  public static final int STH = 124;
  public static final int STW = 125;
  public static final int STDW = 126;
  public static final int ATOMIC32 = 127;
  public static final int ATOMIC64 = 128;
  public static final int LOAD_ACQUIRE = 129;
  public static final int STORE_RELEASE = 130;
  public static final int PACKET_ABSOLUTE = 131;
  public static final int PACKET_INDIRECT = 132;

  // Control.

  public static final int JA = 133;
  public static final int MAY_GOTO = 134;
  public static final int CALL_HELPER = 135;
  public static final int CALL_LOCAL = 136;
  public static final int CALL_REGISTER = 137;
  public static final int CALL_KFUNC = 138;
  public static final int EXIT = 139;
  public static final int FELL_OFF = 140;

  private Op() {}

  /** The operation of an arithmetic instruction. */
  static int alu(AluOperation operation, Width width, boolean immediate) {
    return ADD32_REG + variant(operation.ordinal(), width, immediate);
  }

  /** The operation of a conditional jump. */
  static int jump(Condition condition, Width width, boolean immediate) {
    return JEQ32_REG + variant(condition.ordinal(), width, immediate);
  }

  private static int variant(int ordinal, Width width, boolean immediate) {
    return ordinal * 4 + (width == Width.W64 ? 2 : 0) + (immediate ? 1 : 0);
  }

  /** One word of the compact form. */
  static long word(int operation, int dst, int src, int offset, int immediate) {
    return operation
        | (long) dst << 8
        | (long) src << 12
        | (offset & 0xffffL) << 16
        | (long) immediate << 32;
  }

  /** Whether a word calls a helper or what a register names. */
  public static boolean isCall(long word) {
    int operation = operation(word);
    return operation == CALL_HELPER || operation == CALL_REGISTER;
  }

  /** The operation of a word. */
  public static int operation(long word) {
    return (int) word & 0xff;
  }

  /** The destination or base register of a word. */
  public static int dst(long word) {
    return (int) (word >>> 8) & 15;
  }

  /** The source register of a word. */
  public static int src(long word) {
    return (int) (word >>> 12) & 15;
  }

  /** The offset of a word, signed. */
  public static int offset(long word) {
    return (short) (word >>> 16);
  }

  /** The immediate of a word, signed. */
  public static int immediate(long word) {
    return (int) (word >> 32);
  }

  /** The registers that a word reads itself, a bit for each; those of a callee are not counted. */
  public static int read(long word) {
    int operation = operation(word);
    int dst = 1 << dst(word);
    int src = 1 << src(word);
    if (operation <= JSLE64_IMM) {
      return (operation & 1) == 0 ? dst | src : dst;
    }
    return switch (operation) {
      case MOV32_REG, MOV64_REG, MOVSX32_8, MOVSX32_16, MOVSX64_8, MOVSX64_16, MOVSX64_32 -> src;
      case NEG32, NEG64, SWAP16, SWAP32, SWAP64, ZEXT16, STB, STH, STW, STDW -> dst;
      case LDXB, LDXH, LDXW, LDXDW, LDSB, LDSH, LDSW, LOAD_ACQUIRE, PACKET_INDIRECT -> src;
      case STXB, STXH, STXW, STXDW, STORE_RELEASE -> dst | src;
      case ATOMIC32, ATOMIC64 -> comparesWithR0(word) ? dst | src | 1 : dst | src;
      case CALL_HELPER -> 0b11_1110;
      case CALL_REGISTER -> 0b11_1111_1111 | src;
      case EXIT -> 1;
      default -> 0;
    };
  }

  /** The registers that a word writes itself, a bit for each. */
  public static int written(long word) {
    int operation = operation(word);
    if (operation <= SMOD64_IMM) {
      return 1 << dst(word);
    }
    if (operation <= JSLE64_IMM) {
      return 0;
    }
    if (operation <= LDSW || operation == LOAD_ACQUIRE) {
      return 1 << dst(word);
    }
    return switch (operation) {
      case ATOMIC32, ATOMIC64 -> {
        boolean fetches = (immediate(word) & 1) != 0;
        yield comparesWithR0(word) ? 1 : fetches ? 1 << src(word) : 0;
      }
      case PACKET_ABSOLUTE, PACKET_INDIRECT, CALL_HELPER, CALL_REGISTER, CALL_LOCAL -> 1;
      default -> 0;
    };
  }

  private static boolean comparesWithR0(long word) {
    return immediate(word) >>> 1 == AtomicOperation.CMPXCHG.ordinal();
  }
}
