package dev.skep.isa;

/**
 * The layout of one 8-byte slot (RFC 9669 section 3, {@code struct bpf_insn} of linux/bpf.h), as a
 * 64-bit word:
 *
 * <pre>
 *  63              32 31      16 15  12 11   8 7       0
 * +------------------+----------+------+------+---------+
 * |    immediate     |  offset  | src  | dst  | opcode  |
 * +------------------+----------+------+------+---------+
 * </pre>
 *
 * <p>In a little-endian program the slot's bytes are this word's bytes, lowest first. In a
 * big-endian one the opcode still comes first, the two registers change places, and offset and
 * immediate have their highest byte first.
 */
final class Encoding {
  /** Bytes in one slot. */
  static final int SLOT_BYTES = 8;

  static final int CLASS_LD = 0x00;
  static final int CLASS_LDX = 0x01;
  static final int CLASS_ST = 0x02;
  static final int CLASS_STX = 0x03;
  static final int CLASS_ALU = 0x04;
  static final int CLASS_JMP = 0x05;
  static final int CLASS_JMP32 = 0x06;
  static final int CLASS_ALU64 = 0x07;
  static final int CLASS_MASK = 0x07;

  /** The source bit of ALU and JMP classes: the second operand is a register. */
  static final int SOURCE_REGISTER = 0x08;

  static final int OPERATION_MASK = 0xf0;
  static final int OPERATION_NEG = 0x80;
  static final int OPERATION_MOV = 0xb0;
  static final int OPERATION_END = 0xd0;
  static final int OPERATION_JA = 0x00;
  static final int OPERATION_CALL = 0x80;
  static final int OPERATION_EXIT = 0x90;

  /** {@code BPF_JCOND}: a jump on a condition that is not about registers. */
  static final int OPERATION_JCOND = 0xe0;

  static final int SIZE_MASK = 0x18;
  static final int MODE_MASK = 0xe0;
  static final int MODE_IMM = 0x00;
  static final int MODE_ABS = 0x20;
  static final int MODE_IND = 0x40;
  static final int MODE_MEM = 0x60;
  static final int MODE_MEMSX = 0x80;
  static final int MODE_ATOMIC = 0xc0;

  static final int LD_IMM64 = CLASS_LD | MODE_IMM | 0x18;

  /** Immediates of {@link #MODE_ATOMIC} that are no read-modify-write (Linux 6.15). */
  static final int LOAD_ACQUIRE = 0x100;

  static final int STORE_RELEASE = 0x110;

  /** The source field of a call ({@code BPF_PSEUDO_CALL}, {@code BPF_PSEUDO_KFUNC_CALL}). */
  static final int CALL_SUBPROGRAM = 1;

  static final int CALL_KFUNC = 2;

  /** The offset of a 64-bit register move that casts between address spaces. */
  static final int ADDRESS_SPACE_CAST = 1;

  private Encoding() {}

  /** A slot of these fields. */
  static long word(int opcode, int dst, int src, int offset, int immediate) {
    return opcode
        | (long) (dst | src << 4) << 8
        | (offset & 0xffffL) << 16
        | (long) immediate << 32;
  }

  /** A slot whose second operand is a register or an immediate. */
  static long word(int opcode, Register dst, Operand src, int offset) {
    if (src instanceof Register register) {
      return word(opcode | SOURCE_REGISTER, dst.number(), register.number(), offset, 0);
    }
    return word(opcode, dst.number(), 0, offset, ((Operand.Immediate) src).value());
  }

  /** A slot that accesses memory. */
  static long memory(int opcode, Register dst, Register src, int offset, int immediate) {
    return word(opcode, dst.number(), src.number(), offset, immediate);
  }

  static int alu(Width width) {
    return width == Width.W64 ? CLASS_ALU64 : CLASS_ALU;
  }

  static int jump(Width width) {
    return width == Width.W64 ? CLASS_JMP : CLASS_JMP32;
  }

  /** The word whose bytes, highest first, are the slot in a big-endian program. */
  static long toBigEndian(long word) {
    long head = ((word & 0xff) << 8) | swapNibbles(word >>> 8);
    return head << 48 | ((word & 0xffff_0000L) << 16) | word >>> 32;
  }

  /** The word above, of one whose bytes, highest first, are the slot in a big-endian program. */
  static long fromBigEndian(long word) {
    return word << 32
        | ((word >>> 16) & 0xffff_0000L)
        | swapNibbles(word >>> 48) << 8
        | word >>> 56;
  }

  private static long swapNibbles(long registers) {
    return ((registers & 0x0f) << 4) | ((registers & 0xf0) >>> 4);
  }
}
