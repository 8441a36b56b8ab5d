package dev.skep.vm.helper;

import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Helpers on Internet checksums (RFC 1071, RFC 1624): bpf-helpers(7). */
final class ChecksumHelpers {
  /** {@code BPF_F_MARK_MANGLED_0}. */
  private static final long MARK_MANGLED_ZERO = 1 << 5;

  /** {@code BPF_F_MARK_ENFORCE}. */
  private static final long MARK_ENFORCE = 1 << 6;

  /** {@code BPF_F_PSEUDO_HDR}. */
  private static final long PSEUDO_HEADER = 1 << 4;

  private static final long SIZE_MASK = 15;

  private ChecksumHelpers() {}

  static void register(HelperTable table) {
    table.add(28, ChecksumHelpers::difference);
    table.add(10, ChecksumHelpers::replaceInHeader);
    table.add(11, ChecksumHelpers::replaceInTransport);
    table.add(40, (run, context, sum, c, d, e) -> Errors.ENOTSUPP);
    table.add(135, (run, context, level, c, d, e) -> 0);
  }

  private static long difference(
      Execution run, long from, long fromSize, long to, long toSize, long seed) {
    long oldBytes = fromSize & 0xffff_ffffL;
    long newBytes = toSize & 0xffff_ffffL;
    if (((oldBytes | newBytes) & 3) != 0) {
      return Errors.EINVAL;
    }
    long sum = seed & 0xffff_ffffL;
    sum = sum(run, from, oldBytes, sum, -1);
    sum = sum(run, to, newBytes, sum, 0);
    return fold(sum);
  }

  /** Adds 32-bit words in one's complement, each exclusive-ored with a mask. */
  private static long sum(Execution run, long address, long bytes, long start, int mask) {
    long sum = start;
    if (bytes > 0) {
      Region region = run.memory().readable(address, bytes);
      for (long at = address - region.base();
          bytes > 0 && at < address - region.base() + bytes;
          at += 4) {
        sum += (region.segment().get(ValueLayout.JAVA_INT_UNALIGNED, at) ^ mask) & 0xffff_ffffL;
        sum = (sum & 0xffff_ffffL) + (sum >>> 32);
      }
    }
    return (int) sum & 0xffff_ffffL;
  }

  private static int fold(long sum) {
    long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    return (int) folded;
  }

  /** The checksum after a field of 2 or 4 bytes has changed: ~(~checksum + ~old + new). */
  private static short replaced(short checksum, long from, long to, int bytes) {
    long mask = bytes == 2 ? 0xffff : 0xffff_ffffL;
    long sum = (~checksum & 0xffff) + (~from & mask) + (to & mask);
    return (short) ~fold(sum);
  }

  private static long replaceInHeader(
      Execution run, long context, long offset, long from, long to, long flags) {
    if ((flags & ~SIZE_MASK) != 0) {
      return Errors.EINVAL;
    }
    return replace(run, offset, from, to, flags & SIZE_MASK, false);
  }

  private static long replaceInTransport(
      Execution run, long context, long offset, long from, long to, long flags) {
    if ((flags & ~(SIZE_MASK | MARK_MANGLED_ZERO | MARK_ENFORCE | PSEUDO_HEADER)) != 0) {
      return Errors.EINVAL;
    }
    boolean optional = (flags & MARK_MANGLED_ZERO) != 0 && (flags & MARK_ENFORCE) == 0;
    boolean mangled = (flags & MARK_MANGLED_ZERO) != 0;
    Packet packet = PacketHelpers.packet(run);
    long at = offset & 0xffff_ffffL;
    if (at > 0xffff || !PacketHelpers.within(packet, at, 2)) {
      return Errors.EFAULT;
    }
    if (optional && packet.bytes().get(ValueLayout.JAVA_SHORT_UNALIGNED, at) == 0) {
      return 0;
    }
    return replace(run, offset, from, to, flags & SIZE_MASK, mangled);
  }

  /**
   * @param bytes the field's size; 0 when {@code to} is a difference of checksums
   * @param neverZero whether a sum of 0 stands for none and becomes 0xffff
   */
  private static long replace(
      Execution run, long offset, long from, long to, long bytes, boolean neverZero) {
    Packet packet = PacketHelpers.packet(run);
    long at = offset & 0xffff_ffffL;
    if (at > 0xffff || (at & 1) != 0 || !PacketHelpers.within(packet, at, 2)) {
      return Errors.EFAULT;
    }
    MemorySegment data = packet.bytes();
    short old = data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
    short sum;
    if (bytes == 0) {
      if (from != 0) {
        return Errors.EINVAL;
      }
      sum = (short) ~fold((~old & 0xffffL) + (to & 0xffff_ffffL));
    } else if (bytes == 2 || bytes == 4) {
      sum = replaced(old, from, to, (int) bytes);
    } else {
      return Errors.EINVAL;
    }
    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, sum == 0 && neverZero ? (short) 0xffff : sum);
    return 0;
  }
}
