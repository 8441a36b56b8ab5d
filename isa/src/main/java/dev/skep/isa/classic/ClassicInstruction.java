package dev.skep.isa.classic;

import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;

/**
 * One classic BPF instruction that Linux knows ({@code struct sock_filter} of linux/filter.h).
 * Packet loads are big endian and zero-extended; a load outside of the packet ends the filter with
 * 0. Numbers are unsigned 32-bit unless said otherwise.
 */
public sealed interface ClassicInstruction {

  /**
   * {@code A = packet[offset]}. From {@link #NETWORK_BASE} and {@link #LINK_BASE} up, negative
   * offsets count from the network and the link header.
   */
  record LoadAbsolute(MemorySize size, int offset) implements ClassicInstruction {
    public LoadAbsolute {
      checkPacketSize(size);
      if (Ancillary.at(offset) != null) {
        throw new IllegalArgumentException(
            "offset=" + offset + " is the ancillary " + Ancillary.at(offset));
      }
    }
  }

  /** {@code A = packet[X + offset]}. */
  record LoadIndirect(MemorySize size, int offset) implements ClassicInstruction {
    public LoadIndirect {
      checkPacketSize(size);
    }
  }

  /** {@code A =} what Linux knows of the packet; the size is encoded but has no effect. */
  record LoadAncillary(MemorySize size, Ancillary ancillary) implements ClassicInstruction {
    public LoadAncillary {
      checkPacketSize(size);
    }
  }

  /** {@code X = 4 * (packet[offset] & 0xf)}: the length of an IPv4 header. */
  record LoadHeaderLength(int offset) implements ClassicInstruction {}

  /** {@code dst =} the packet's length. */
  record LoadLength(ClassicRegister dst) implements ClassicInstruction {}

  /** {@code dst = value}. */
  record LoadImmediate(ClassicRegister dst, int value) implements ClassicInstruction {}

  /** {@code dst = M[cell]}. */
  record LoadScratch(ClassicRegister dst, int cell) implements ClassicInstruction {}

  /** {@code M[cell] = src}. */
  record StoreScratch(ClassicRegister src, int cell) implements ClassicInstruction {}

  /** {@code A = A operation src}, without ARSH and the signed operations. */
  record Arithmetic(AluOperation operation, ClassicOperand src) implements ClassicInstruction {
    public Arithmetic {
      if (operation.signed() || operation == AluOperation.ARSH) {
        throw new IllegalArgumentException("classic BPF has no operation=" + operation);
      }
    }
  }

  /** {@code A = -A}. */
  record Negate() implements ClassicInstruction {}

  /** Skips instructions: 0 is the next. */
  record Jump(int offset) implements ClassicInstruction {}

  /**
   * Compares A, unsigned: EQUAL, UNSIGNED_GREATER, UNSIGNED_GREATER_OR_EQUAL or BITS_SET.
   *
   * @param whenTrue instructions to skip if it holds, 0 to 255
   * @param whenFalse instructions to skip if not, 0 to 255
   */
  record JumpIf(Condition condition, ClassicOperand src, int whenTrue, int whenFalse)
      implements ClassicInstruction {
    public JumpIf {
      if (condition.code() == 0 || condition.code() > Condition.BITS_SET.code()) {
        throw new IllegalArgumentException("classic BPF has no condition=" + condition);
      }
      if ((whenTrue | whenFalse) >>> 8 != 0) {
        throw new IllegalArgumentException(
            "jump offsets jt=" + whenTrue + " jf=" + whenFalse + ", they are 0 to 255");
      }
    }
  }

  /** Ends the filter with a constant: the bytes to keep, or a seccomp action. */
  record ReturnConstant(int value) implements ClassicInstruction {}

  /** Ends the filter with A. */
  record ReturnAccumulator() implements ClassicInstruction {}

  /**
   * {@code X = A}.
   *
   * @param leftover the constant field, which has no effect: libpcap's optimiser leaves the number
   *     of a scratch cell there, and its listings show it
   */
  record CopyToIndex(int leftover) implements ClassicInstruction {
    /** {@code X = A} with nothing left over. */
    public CopyToIndex() {
      this(0);
    }
  }

  /** {@code A = X}. */
  record CopyToAccumulator() implements ClassicInstruction {}

  /** {@code SKF_NET_OFF}: offsets from here count from the network header. */
  int NETWORK_BASE = -0x100000;

  /** {@code SKF_LL_OFF}: offsets from here count from the link header. */
  int LINK_BASE = -0x200000;

  private static void checkPacketSize(MemorySize size) {
    if (size == MemorySize.DW) {
      throw new IllegalArgumentException("a classic load of 64 bits");
    }
  }
}
