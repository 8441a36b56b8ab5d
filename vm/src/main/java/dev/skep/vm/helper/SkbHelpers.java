package dev.skep.vm.helper;

import static dev.skep.vm.helper.Packets.moved;
import static dev.skep.vm.helper.Packets.skb;
import static dev.skep.vm.helper.Packets.unsignedInt;

import dev.skep.abi.flags.ChecksumFlag;
import dev.skep.abi.flags.PacketStoreFlag;
import dev.skep.vm.helper.Packets.Argument;
import dev.skep.vm.packet.EcnMark;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.SkbField;
import dev.skep.vm.run.Execution;

/** Helpers that read a packet in the network stack and what is known of it. */
final class SkbHelpers {
  private static final long STORE_FLAGS =
      PacketStoreFlag.RECOMPUTE_CSUM.value() | PacketStoreFlag.INVALIDATE_HASH.value();

  private static final int MOST_OFFSET = 0xffff;

  /** {@code BPF_HDR_START_MAC} and {@code BPF_HDR_START_NET}. */
  private static final int FROM_LINK = 0;

  private static final int FROM_NETWORK = 1;

  /** {@code overflowuid}: the owner of a packet without a socket. */
  private static final long NOBODY = 65534;

  /** {@code BPF_SKB_CLOCK_REALTIME}; the other clocks follow it. */
  private static final long REALTIME = 0;

  private static final long MOST_CLOCK = 2;

  private SkbHelpers() {}

  static void register(HelperTable table) {
    table.add(9, SkbHelpers::store);
    table.add(26, SkbHelpers::load);
    table.add(68, SkbHelpers::loadRelative);
    table.add(34, (run, a, b, c, d, e) -> unsignedInt(skb(run).hash()));
    table.add(41, SkbHelpers::forgetHash);
    table.add(48, SkbHelpers::setHash);
    table.add(97, (run, a, b, c, d, e) -> EcnMark.set(skb(run)));
    table.add(192, SkbHelpers::setTimestamp);
    // A packet that a host hands in has no socket, no route and no control group.
    table.add(17, (run, a, b, c, d, e) -> 0);
    table.add(24, (run, a, b, c, d, e) -> 0);
    table.add(46, (run, a, b, c, d, e) -> 0);
    table.add(47, (run, a, b, c, d, e) -> NOBODY);
  }

  private static long store(
      Execution run, long context, long offset, long from, long length, long flags) {
    if ((flags & ~STORE_FLAGS) != 0) {
      return Errors.EINVAL;
    }
    SkbContext packet = skb(run);
    int bytes = (int) length;
    Argument source = Argument.readable(run, from, bytes);
    int result = packet.edits().store(unsignedInt(offset), source.segment(), source.at(), bytes);
    if (result == 0 && (flags & PacketStoreFlag.INVALIDATE_HASH.value()) != 0) {
      packet.forgetHash();
    }
    return result;
  }

  private static long load(Execution run, long context, long offset, long to, long length, long e) {
    int bytes = (int) length;
    Argument target = Argument.writable(run, to, bytes);
    long from = unsignedInt(offset);
    if (from <= Integer.MAX_VALUE && skb(run).load(from, target.segment(), target.at(), bytes)) {
      return 0;
    }
    target.clear(bytes);
    return Errors.EFAULT;
  }

  private static long loadRelative(
      Execution run, long context, long offset, long to, long length, long header) {
    int bytes = (int) length;
    Argument target = Argument.writable(run, to, bytes);
    long from = unsignedInt(offset);
    long start = unsignedInt(header);
    boolean known = start == FROM_LINK || start == FROM_NETWORK;
    if (known
        && from <= MOST_OFFSET
        && skb(run)
            .loadRelative(start == FROM_NETWORK, from, target.segment(), target.at(), bytes)) {
      return 0;
    }
    target.clear(bytes);
    return Errors.EFAULT;
  }

  private static long forgetHash(Execution run, long a, long b, long c, long d, long e) {
    skb(run).forgetHash();
    return 0;
  }

  private static long setHash(Execution run, long context, long hash, long c, long d, long e) {
    skb(run).hash((int) hash);
    return 0;
  }

  private static long setTimestamp(
      Execution run, long context, long nanos, long clock, long d, long e) {
    SkbContext packet = skb(run);
    if (!packet.carriesIp()) {
      return Errors.EOPNOTSUPP;
    }
    long kind = unsignedInt(clock);
    if (kind > MOST_CLOCK || (kind != REALTIME && nanos == 0)) {
      return Errors.EINVAL;
    }
    packet.setLong(SkbField.TSTAMP, nanos);
    packet.timestampClock((int) kind);
    return moved(run, 0);
  }

  /** Flags of {@code bpf_l4_csum_replace}, which both replacing helpers take a size from. */
  static boolean has(long flags, ChecksumFlag flag) {
    return (flags & flag.value()) != 0;
  }
}
