package dev.skep.vm.run;

import dev.skep.isa.AluOperation;
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
final class Op {
  // Arithmetic: operation × width × source, in the order of AluOperation.

  static final int ADD32_REG = 0;
  static final int ADD32_IMM = 1;
  static final int ADD64_REG = 2;
  static final int ADD64_IMM = 3;
  static final int SUB32_REG = 4;
  static final int SUB32_IMM = 5;
  static final int SUB64_REG = 6;
  static final int SUB64_IMM = 7;
  static final int MUL32_REG = 8;
  static final int MUL32_IMM = 9;
  static final int MUL64_REG = 10;
  static final int MUL64_IMM = 11;
  static final int DIV32_REG = 12;
  static final int DIV32_IMM = 13;
  static final int DIV64_REG = 14;
  static final int DIV64_IMM = 15;
  static final int OR32_REG = 16;
  static final int OR32_IMM = 17;
  static final int OR64_REG = 18;
  static final int OR64_IMM = 19;
  static final int AND32_REG = 20;
  static final int AND32_IMM = 21;
  static final int AND64_REG = 22;
  static final int AND64_IMM = 23;
  static final int LSH32_REG = 24;
  static final int LSH32_IMM = 25;
  static final int LSH64_REG = 26;
  static final int LSH64_IMM = 27;
  static final int RSH32_REG = 28;
  static final int RSH32_IMM = 29;
  static final int RSH64_REG = 30;
  static final int RSH64_IMM = 31;
  static final int MOD32_REG = 32;
  static final int MOD32_IMM = 33;
  static final int MOD64_REG = 34;
  static final int MOD64_IMM = 35;
  static final int XOR32_REG = 36;
  static final int XOR32_IMM = 37;
  static final int XOR64_REG = 38;
  static final int XOR64_IMM = 39;
  static final int ARSH32_REG = 40;
  static final int ARSH32_IMM = 41;
  static final int ARSH64_REG = 42;
  static final int ARSH64_IMM = 43;
  static final int SDIV32_REG = 44;
  static final int SDIV32_IMM = 45;
  static final int SDIV64_REG = 46;
  static final int SDIV64_IMM = 47;
  static final int SMOD32_REG = 48;
  static final int SMOD32_IMM = 49;
  static final int SMOD64_REG = 50;
  static final int SMOD64_IMM = 51;

  // Jumps: condition × width × source, in the order of Condition.

  static final int JEQ32_REG = 52;
  static final int JEQ32_IMM = 53;
  static final int JEQ64_REG = 54;
  static final int JEQ64_IMM = 55;
  static final int JGT32_REG = 56;
  static final int JGT32_IMM = 57;
  static final int JGT64_REG = 58;
  static final int JGT64_IMM = 59;
  static final int JGE32_REG = 60;
  static final int JGE32_IMM = 61;
  static final int JGE64_REG = 62;
  static final int JGE64_IMM = 63;
  static final int JSET32_REG = 64;
  static final int JSET32_IMM = 65;
  static final int JSET64_REG = 66;
  static final int JSET64_IMM = 67;
  static final int JNE32_REG = 68;
  static final int JNE32_IMM = 69;
  static final int JNE64_REG = 70;
  static final int JNE64_IMM = 71;
  static final int JSGT32_REG = 72;
  static final int JSGT32_IMM = 73;
  static final int JSGT64_REG = 74;
  static final int JSGT64_IMM = 75;
  static final int JSGE32_REG = 76;
  static final int JSGE32_IMM = 77;
  static final int JSGE64_REG = 78;
  static final int JSGE64_IMM = 79;
  static final int JLT32_REG = 80;
  static final int JLT32_IMM = 81;
  static final int JLT64_REG = 82;
  static final int JLT64_IMM = 83;
  static final int JLE32_REG = 84;
  static final int JLE32_IMM = 85;
  static final int JLE64_REG = 86;
  static final int JLE64_IMM = 87;
  static final int JSLT32_REG = 88;
  static final int JSLT32_IMM = 89;
  static final int JSLT64_REG = 90;
  static final int JSLT64_IMM = 91;
  static final int JSLE32_REG = 92;
  static final int JSLE32_IMM = 93;
  static final int JSLE64_REG = 94;
  static final int JSLE64_IMM = 95;

  // Moves and conversions.

  static final int MOV32_REG = 96;
  static final int MOV32_IMM = 97;
  static final int MOV64_REG = 98;
  static final int MOV64_IMM = 99;
  static final int MOVSX32_8 = 100;
  static final int MOVSX32_16 = 101;
  static final int MOVSX64_8 = 102;
  static final int MOVSX64_16 = 103;
  static final int MOVSX64_32 = 104;
  static final int NEG32 = 105;
  static final int NEG64 = 106;
  static final int SWAP16 = 107;
  static final int SWAP32 = 108;
  static final int SWAP64 = 109;
  static final int ZEXT16 = 110;
  static final int CONSTANT = 111;

  // Memory.

  static final int LDXB = 112;
  static final int LDXH = 113;
  static final int LDXW = 114;
  static final int LDXDW = 115;
  static final int LDSB = 116;
  static final int LDSH = 117;
  static final int LDSW = 118;
  static final int STXB = 119;
  static final int STXH = 120;
  static final int STXW = 121;
  static final int STXDW = 122;
  static final int STB = 123;
  static final int STH = 124;
  static final int STW = 125;
  static final int STDW = 126;
  static final int ATOMIC32 = 127;
  static final int ATOMIC64 = 128;
  static final int LOAD_ACQUIRE = 129;
  static final int STORE_RELEASE = 130;
  static final int PACKET_ABSOLUTE = 131;
  static final int PACKET_INDIRECT = 132;

  // Control.

  static final int JA = 133;
  static final int MAY_GOTO = 134;
  static final int CALL_HELPER = 135;
  static final int CALL_LOCAL = 136;
  static final int CALL_REGISTER = 137;
  static final int CALL_KFUNC = 138;
  static final int EXIT = 139;
  static final int FELL_OFF = 140;

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

  static int operation(long word) {
    return (int) word & 0xff;
  }

  static int dst(long word) {
    return (int) (word >>> 8) & 15;
  }

  static int src(long word) {
    return (int) (word >>> 12) & 15;
  }

  static int offset(long word) {
    return (short) (word >>> 16);
  }

  static int immediate(long word) {
    return (int) (word >> 32);
  }
}
