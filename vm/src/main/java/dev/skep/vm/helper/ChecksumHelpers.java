package dev.skep.vm.helper;

import static dev.skep.vm.helper.Packets.skb;
import static dev.skep.vm.helper.Packets.unsignedInt;

import dev.skep.abi.flags.ChecksumFlag;
import dev.skep.vm.helper.Packets.Argument;
import dev.skep.vm.packet.ChecksumState;
import dev.skep.vm.packet.InternetChecksum;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.run.Execution;

/** Helpers on checksums. */
final class ChecksumHelpers {
  /** {@code BPF_F_HDR_FIELD_MASK}: the size of what has changed. */
  private static final long SIZE_MASK = 0xf;

  private static final long L4_FLAGS =
      SIZE_MASK
          | ChecksumFlag.PSEUDO_HDR.value()
          | ChecksumFlag.MARK_MANGLED_0.value()
          | ChecksumFlag.MARK_ENFORCE.value()
          | ChecksumFlag.IPV6.value();

  private static final int MOST_OFFSET = 0xffff;

  /** {@code CSUM_MANGLED_0}: a UDP checksum that came out as zero, which would mean none. */
  private static final int MANGLED_ZERO = 0xffff;

  private ChecksumHelpers() {}

  static void register(HelperTable table) {
    table.add(
        10,
        (run, a, offset, from, to, flags) ->
            (flags & ~SIZE_MASK) != 0
                ? Errors.EINVAL
                : replace(skb(run), unsignedInt(offset), from, to, flags, false));
    table.add(
        11,
        (run, a, offset, from, to, flags) ->
            (flags & ~L4_FLAGS) != 0
                ? Errors.EINVAL
                : replace(skb(run), unsignedInt(offset), from, to, flags, true));
    table.add(28, ChecksumHelpers::difference);
    // Test runs and hosts hand in packets without the sum over all bytes that a driver may give.
    table.add(40, (run, a, b, c, d, e) -> Errors.ENOTSUPP);
    table.add(135, (run, a, level, c, d, e) -> level(skb(run).checksum(), level));
  }

  private static long replace(
      SkbContext packet, long offset, long from, long to, long flags, boolean transport) {
    if (offset > MOST_OFFSET || (offset & 1) != 0 || !packet.edits().reaches(offset + 2)) {
      return Errors.EFAULT;
    }
    int old = packet.edits().shortAt((int) offset);
    boolean zeroMeansNone = SkbHelpers.has(flags, ChecksumFlag.MARK_MANGLED_0);
    if (zeroMeansNone && !SkbHelpers.has(flags, ChecksumFlag.MARK_ENFORCE) && old == 0) {
      return 0;
    }
    int size = (int) (flags & SIZE_MASK);
    if (size != 2 && size != 4 && (size != 0 || from != 0)) {
      return Errors.EINVAL;
    }
    int sum = replaced(old, from, to, size, transport);
    packet.edits().shortTo((int) offset, zeroMeansNone && sum == 0 ? MANGLED_ZERO : sum);
    return 0;
  }

  /**
   * The new checksum. Linux replaces two bytes of a transport checksum as if they were four, and
   * two of a network checksum as two: the results differ in which zero they come out as.
   */
  private static int replaced(int old, long from, long to, int size, boolean transport) {
    return switch (size) {
      case 0 -> InternetChecksum.replaceByDifference(old, (int) to);
      case 2 ->
          transport
              ? InternetChecksum.replaceInt(old, (int) from & 0xffff, (int) to & 0xffff)
              : InternetChecksum.replaceShort(old, (int) from & 0xffff, (int) to & 0xffff);
      default -> InternetChecksum.replaceInt(old, (int) from, (int) to);
    };
  }

  /** Linux from 6.13 on: lengths of any number of bytes, and a result of sixteen bits. */
  private static long difference(
      Execution run, long from, long fromSize, long to, long toSize, long seed) {
    long fromBytes = unsignedInt(fromSize);
    long toBytes = unsignedInt(toSize);
    int sum = (int) seed;
    if (toBytes != 0) {
      sum = sum(run, to, toBytes, sum);
      sum = fromBytes == 0 ? sum : InternetChecksum.subtract(sum, sum(run, from, fromBytes, 0));
    } else if (fromBytes != 0) {
      // Of the two zeros of one's complement this yields the one that Linux does.
      sum = ~sum(run, from, fromBytes, ~sum);
    }
    return InternetChecksum.foldPlain(sum);
  }

  private static int sum(Execution run, long address, long bytes, int seed) {
    Argument words = Argument.readable(run, address, bytes);
    return InternetChecksum.of(words.segment(), words.at(), bytes, seed);
  }

  private static long level(ChecksumState state, long request) {
    // BPF_CSUM_LEVEL_QUERY, INC, DEC and RESET of linux/bpf.h.
    if (request == 0) {
      return state.level() < 0 ? Errors.EACCES : state.level();
    }
    if (request == 1) {
      state.increment();
    } else if (request == 2) {
      state.decrement();
    } else if (request == 3) {
      state.reset();
    } else {
      return Errors.EINVAL;
    }
    return 0;
  }
}
