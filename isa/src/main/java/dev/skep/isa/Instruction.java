package dev.skep.isa;

import java.util.Objects;

/**
 * One eBPF instruction, decoded: RFC 9669 and what Linux 6.18 adds to it.
 *
 * <p>Every record is valid by construction: what the encoding reserves cannot be expressed. Jump
 * and call offsets are those of the encoding: counted in 8-byte slots from the instruction
 * <em>after</em> this one. {@link Code} resolves them to instructions.
 */
public sealed interface Instruction {

  /** How many 8-byte slots the encoding takes: 2 for {@link LoadImmediate64}, else 1. */
  default int slots() {
    return 1;
  }

  /**
   * The first slot as a 64-bit word: opcode in bits 0–7, destination in 8–11, source in 12–15,
   * offset in 16–31, immediate in 32–63. {@link Encoder} writes it as bytes.
   */
  long encoding();

  /** {@code dst = dst op src}. */
  record Alu(Width width, AluOperation operation, Register dst, Operand src)
      implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(
          Encoding.alu(width) | operation.code(), dst, src, operation.signed() ? 1 : 0);
    }
  }

  /** {@code dst = src}; a 32-bit move clears the upper half. */
  record Move(Width width, Register dst, Operand src) implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(Encoding.alu(width) | Encoding.OPERATION_MOV, dst, src, 0);
    }
  }

  /**
   * {@code dst = (s8|s16|s32) src}, sign-extended to the width ({@code fromBits} is 8, 16 or 32; 32
   * only with {@link Width#W64}).
   */
  record MoveSignExtended(Width width, int fromBits, Register dst, Register src)
      implements Instruction {
    public MoveSignExtended {
      if (fromBits != 8 && fromBits != 16 && (fromBits != 32 || width != Width.W64)) {
        throw new IllegalArgumentException("sign extension from bits=" + fromBits + " to " + width);
      }
    }

    @Override
    public long encoding() {
      return Encoding.word(Encoding.alu(width) | Encoding.OPERATION_MOV, dst, src, fromBits);
    }
  }

  /**
   * {@code dst = addr_space_cast(src)}: Linux 6.9, for arenas. Linux has the spaces 0 (kernel) and
   * 1 (arena) and casts from one to the other.
   */
  record CastAddressSpace(Register dst, Register src, int toSpace, int fromSpace)
      implements Instruction {
    public CastAddressSpace {
      if (!isPair(toSpace, fromSpace)) {
        throw new IllegalArgumentException(
            "a cast to space=" + toSpace + " from space=" + fromSpace + ", not between 0 and 1");
      }
    }

    /** Whether a cast between these spaces exists. */
    public static boolean isPair(int toSpace, int fromSpace) {
      return (toSpace == 0 && fromSpace == 1) || (toSpace == 1 && fromSpace == 0);
    }

    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_ALU64 | Encoding.OPERATION_MOV | Encoding.SOURCE_REGISTER;
      return Encoding.memory(
          opcode, dst, src, Encoding.ADDRESS_SPACE_CAST, toSpace << 16 | fromSpace);
    }
  }

  /** {@code dst = -dst}. */
  record Negate(Width width, Register dst) implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(Encoding.alu(width) | Encoding.OPERATION_NEG, dst.number(), 0, 0, 0);
    }
  }

  /** Reorders the low {@code bits} (16, 32 or 64) of {@code dst} and clears the rest. */
  record ByteSwap(Order order, int bits, Register dst) implements Instruction {
    /** Which order the result is in. */
    public enum Order {
      /** From host to little endian: nothing but truncation on a little-endian host. */
      TO_LITTLE_ENDIAN,
      /** From host to big endian. */
      TO_BIG_ENDIAN,
      /** Always swaps (the v4 {@code bswap}). */
      SWAP
    }

    public ByteSwap {
      if (bits != 16 && bits != 32 && bits != 64) {
        throw new IllegalArgumentException("byte swap of bits=" + bits);
      }
    }

    @Override
    public long encoding() {
      int opcode =
          switch (order) {
            case TO_LITTLE_ENDIAN -> Encoding.CLASS_ALU;
            case TO_BIG_ENDIAN -> Encoding.CLASS_ALU | Encoding.SOURCE_REGISTER;
            case SWAP -> Encoding.CLASS_ALU64;
          };
      return Encoding.word(opcode | Encoding.OPERATION_END, dst.number(), 0, 0, bits);
    }
  }

  /**
   * {@code dst = *(size *)(base + offset)}, zero-extended, or sign-extended ({@code signExtended},
   * not with {@link MemorySize#DW}).
   */
  record Load(MemorySize size, boolean signExtended, Register dst, Register base, short offset)
      implements Instruction {
    public Load {
      if (signExtended && size == MemorySize.DW) {
        throw new IllegalArgumentException("sign-extending load of 64 bits");
      }
    }

    @Override
    public long encoding() {
      int mode = signExtended ? Encoding.MODE_MEMSX : Encoding.MODE_MEM;
      return Encoding.memory(Encoding.CLASS_LDX | mode | size.code(), dst, base, offset, 0);
    }
  }

  /** {@code *(size *)(base + offset) = src}. */
  record StoreRegister(MemorySize size, Register base, short offset, Register src)
      implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_STX | Encoding.MODE_MEM | size.code();
      return Encoding.memory(opcode, base, src, offset, 0);
    }
  }

  /** {@code *(size *)(base + offset) = immediate}, sign-extended for {@link MemorySize#DW}. */
  record StoreImmediate(MemorySize size, Register base, short offset, int immediate)
      implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_ST | Encoding.MODE_MEM | size.code();
      return Encoding.word(opcode, base.number(), 0, offset, immediate);
    }
  }

  /**
   * An atomic read-modify-write of 4 or 8 bytes; with {@code fetch} the old value goes to {@code
   * src} (or R0 for CMPXCHG).
   */
  record Atomic(
      MemorySize size,
      AtomicOperation operation,
      boolean fetch,
      Register base,
      short offset,
      Register src)
      implements Instruction {
    public Atomic {
      if (size != MemorySize.W && size != MemorySize.DW) {
        throw new IllegalArgumentException("atomic operation of size=" + size);
      }
      if (!fetch && (operation == AtomicOperation.XCHG || operation == AtomicOperation.CMPXCHG)) {
        throw new IllegalArgumentException(operation + " always fetches");
      }
    }

    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_STX | Encoding.MODE_ATOMIC | size.code();
      int immediate = operation.code() | (fetch ? AtomicOperation.FETCH : 0);
      return Encoding.memory(opcode, base, src, offset, immediate);
    }
  }

  /** {@code dst = load_acquire((size *)(base + offset))}: Linux 6.15, zero-extended. */
  record LoadAcquire(MemorySize size, Register dst, Register base, short offset)
      implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_STX | Encoding.MODE_ATOMIC | size.code();
      return Encoding.memory(opcode, dst, base, offset, Encoding.LOAD_ACQUIRE);
    }
  }

  /** {@code store_release((size *)(base + offset), src)}: Linux 6.15. */
  record StoreRelease(MemorySize size, Register base, short offset, Register src)
      implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_STX | Encoding.MODE_ATOMIC | size.code();
      return Encoding.memory(opcode, base, src, offset, Encoding.STORE_RELEASE);
    }
  }

  /**
   * Legacy packet load at a constant offset into R0, big endian ({@code LD_ABS}); implies R6 =
   * context; not for DW.
   */
  record LoadPacketAbsolute(MemorySize size, int offset) implements Instruction {
    public LoadPacketAbsolute {
      if (size == MemorySize.DW) {
        throw new IllegalArgumentException("packet load of 64 bits");
      }
    }

    @Override
    public long encoding() {
      return Encoding.word(Encoding.CLASS_LD | Encoding.MODE_ABS | size.code(), 0, 0, 0, offset);
    }
  }

  /**
   * Legacy packet load at {@code index + offset} into R0, big endian ({@code LD_IND}); implies R6 =
   * context; not for DW.
   */
  record LoadPacketIndirect(MemorySize size, Register index, int offset) implements Instruction {
    public LoadPacketIndirect {
      if (size == MemorySize.DW) {
        throw new IllegalArgumentException("packet load of 64 bits");
      }
    }

    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_LD | Encoding.MODE_IND | size.code();
      return Encoding.word(opcode, 0, index.number(), 0, offset);
    }
  }

  /**
   * The two-slot {@code dst = imm64}, whose source kind says what the two 32-bit immediates mean
   * ({@link PseudoImmediate}).
   *
   * @param low the first slot's immediate
   * @param high the second slot's immediate
   */
  record LoadImmediate64(Register dst, PseudoImmediate kind, int low, int high)
      implements Instruction {
    public LoadImmediate64 {
      Objects.requireNonNull(kind);
      if (high != 0 && !kind.usesHigh()) {
        throw new IllegalArgumentException(kind + " with a second immediate " + high);
      }
    }

    /** A plain 64-bit constant. */
    public static LoadImmediate64 of(Register dst, long value) {
      return new LoadImmediate64(dst, PseudoImmediate.CONSTANT, (int) value, (int) (value >>> 32));
    }

    /** Both immediates as one 64-bit number: the value of a {@link PseudoImmediate#CONSTANT}. */
    public long value() {
      return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public long encoding() {
      return Encoding.word(Encoding.LD_IMM64, dst.number(), kind.code(), 0, low);
    }

    /** The second slot, laid out as {@link #encoding()} is. */
    public long secondEncoding() {
      return Encoding.word(0, 0, 0, 0, high);
    }
  }

  /** {@code if dst condition src goto offset}. */
  record JumpIf(Width width, Condition condition, Register dst, Operand src, short offset)
      implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(Encoding.jump(width) | condition.code(), dst, src, offset);
    }
  }

  /**
   * {@code goto offset}; {@code wide} is the 32-bit form ({@code gotol}, in the JMP32 class), else
   * the offset fits 16 bits.
   */
  record Jump(boolean wide, int offset) implements Instruction {
    public Jump {
      if (!wide && offset != (short) offset) {
        throw new IllegalArgumentException(
            "offset=" + offset + " of a goto, which has 16 bits; gotol has 32");
      }
    }

    @Override
    public long encoding() {
      return wide
          ? Encoding.word(Encoding.CLASS_JMP32 | Encoding.OPERATION_JA, 0, 0, 0, offset)
          : Encoding.word(Encoding.CLASS_JMP | Encoding.OPERATION_JA, 0, 0, offset, 0);
    }
  }

  /**
   * {@code may_goto offset}: Linux 6.9; falls through until the run's loop budget is used up, then
   * jumps.
   */
  record MayGoto(short offset) implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(Encoding.CLASS_JMP | Encoding.OPERATION_JCOND, 0, 0, offset, 0);
    }
  }

  /** Calls a helper by its number. */
  record CallHelper(int id) implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(Encoding.CLASS_JMP | Encoding.OPERATION_CALL, 0, 0, 0, id);
    }
  }

  /** Calls a subprogram of the same program. */
  record CallSubprogram(int offset) implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_JMP | Encoding.OPERATION_CALL;
      return Encoding.word(opcode, 0, Encoding.CALL_SUBPROGRAM, 0, offset);
    }
  }

  /**
   * Calls a kernel function by the BTF id of its prototype, in vmlinux ({@code btfIndex} 0) or in a
   * module of the fd array.
   */
  record CallKfunc(int btfTypeId, short btfIndex) implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_JMP | Encoding.OPERATION_CALL;
      return Encoding.word(opcode, 0, Encoding.CALL_KFUNC, btfIndex, btfTypeId);
    }
  }

  /**
   * Calls what a register names ({@code callx}): RFC 9669 section 4.3.1 reserves the opcode for
   * that, clang emits it for calls through pointers, Linux refuses it; where it runs (uBPF), the
   * register holds a helper's number.
   */
  record CallRegister(Register target) implements Instruction {
    @Override
    public long encoding() {
      int opcode = Encoding.CLASS_JMP | Encoding.OPERATION_CALL | Encoding.SOURCE_REGISTER;
      return Encoding.word(opcode, target.number(), 0, 0, 0);
    }
  }

  /** Returns R0. */
  record Exit() implements Instruction {
    @Override
    public long encoding() {
      return Encoding.word(Encoding.CLASS_JMP | Encoding.OPERATION_EXIT, 0, 0, 0, 0);
    }
  }
}
