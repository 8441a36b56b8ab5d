package dev.skep.vm.helper;

import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Packet;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** Helpers that read and write a packet: bpf-helpers(7), {@code bpf_skb_*}, {@code bpf_xdp_*}. */
final class PacketHelpers {
  /** {@code BPF_F_RECOMPUTE_CSUM | BPF_F_INVALIDATE_HASH}. */
  private static final long STORE_FLAGS = 3;

  private static final int ETHERNET_BYTES = Packet.ETHERNET_BYTES;

  /** Where a source of addresses starts for {@code bpf_skb_load_bytes_relative}. */
  private static final long FROM_MAC = 0;

  private PacketHelpers() {}

  static void register(HelperTable table) {
    table.add(26, (run, c, at, to, size, e) -> load(run, at, to, size));
    table.add(68, PacketHelpers::loadRelative);
    table.add(9, PacketHelpers::store);
    table.add(39, PacketHelpers::pull);
    table.add(189, (run, c, at, to, size, e) -> xdpLoad(run, at, to, size));
    table.add(190, (run, c, at, from, size, e) -> write(run, at, from, size));
    table.add(188, (run, a, b, c, d, e) -> packet(run).length());
    table.add(34, (run, a, b, c, d, e) -> hash(packet(run)));
    table.add(41, (run, a, b, c, d, e) -> 0);
    table.add(32, (run, context, type, c, d, e) -> changeType(run, type));
    table.add(163, PacketHelpers::checkMtu);
  }

  static Packet packet(Execution run) {
    Packet packet = run.packet();
    if (packet == null) {
      throw new Fault("a packet helper in a run without a packet");
    }
    return packet;
  }

  static boolean within(Packet packet, long at, long bytes) {
    return at >= 0 && bytes >= 0 && at + bytes <= packet.length();
  }

  private static long load(Execution run, long offset, long to, long size) {
    Packet packet = packet(run);
    long at = offset & 0xffff_ffffL;
    long bytes = size & 0xffff_ffffL;
    Region target = run.memory().writable(to, bytes);
    if (!within(packet, at, bytes)) {
      target.segment().asSlice(to - target.base(), bytes).fill((byte) 0);
      return Errors.EFAULT;
    }
    MemorySegment.copy(packet.bytes(), at, target.segment(), to - target.base(), bytes);
    return 0;
  }

  private static long xdpLoad(Execution run, long offset, long to, long size) {
    boolean there = within(packet(run), offset & 0xffff_ffffL, size & 0xffff_ffffL);
    return there ? load(run, offset, to, size) : Errors.EINVAL;
  }

  private static long loadRelative(
      Execution run, long context, long offset, long to, long size, long start) {
    if (start != FROM_MAC && start != 1) {
      return Errors.EFAULT;
    }
    boolean hasLinkLayer = run.current().spec().type() != dev.skep.abi.ProgramType.SOCKET_FILTER;
    long network = hasLinkLayer ? ETHERNET_BYTES : 0;
    return load(run, offset + (start == FROM_MAC ? 0 : network), to, size);
  }

  private static long store(
      Execution run, long context, long offset, long from, long size, long flags) {
    if ((flags & ~STORE_FLAGS) != 0) {
      return Errors.EINVAL;
    }
    return write(run, offset & 0xffff_ffffL, from, size & 0xffff_ffffL) == 0 ? 0 : Errors.EFAULT;
  }

  private static long write(Execution run, long at, long from, long bytes) {
    Packet packet = packet(run);
    Region source = run.memory().readable(from, bytes);
    if (!within(packet, at, bytes)) {
      return Errors.EINVAL;
    }
    MemorySegment.copy(source.segment(), from - source.base(), packet.bytes(), at, bytes);
    return 0;
  }

  /** The packet always lies in one piece. */
  private static long pull(Execution run, long context, long size, long c, long d, long e) {
    long bytes = size & 0xffff_ffffL;
    return bytes <= packet(run).length() ? 0 : Errors.ENOMEM;
  }

  private static long hash(Packet packet) {
    return java.util.Arrays.hashCode(packet.toArray()) & 0xffff_ffffL;
  }

  private static long changeType(Execution run, long type) {
    boolean known = type >= 0 && type <= 3;
    if (known) {
      packet(run).context().set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 4, (int) type);
    }
    return known ? 0 : Errors.EINVAL;
  }

  /** The loopback interface takes 65536 bytes behind the link header. */
  private static long checkMtu(
      Execution run, long context, long ifindex, long length, long difference, long flags) {
    int mtu = 65536;
    run.memory().storeInt(length, mtu);
    long bytes = packet(run).length() - (long) ETHERNET_BYTES + (int) difference;
    return bytes <= mtu ? 0 : 1;
  }

  static int networkOrder(int value) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
  }
}
