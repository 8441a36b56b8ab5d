package dev.skep.vm.helper;

import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Region;
import dev.skep.vm.packet.PacketContext;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.XdpContext;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;

/** What helpers on packets start with: the packet of the run, and the bytes of an argument. */
final class Packets {
  private Packets() {}

  static SkbContext skb(Execution run) {
    if (run.packet() instanceof SkbContext skb) {
      return skb;
    }
    throw new Fault("the helper wants a context of struct __sk_buff, this program has none");
  }

  static XdpContext xdp(Execution run) {
    if (run.packet() instanceof XdpContext xdp) {
      return xdp;
    }
    throw new Fault("the helper wants a context of struct xdp_md, this program has none");
  }

  static PacketContext any(Execution run) {
    PacketContext packet = run.packet();
    if (packet == null) {
      throw new Fault("the helper wants a packet, this program runs on none");
    }
    return packet;
  }

  /** Tells the run that the packet has moved, and passes on what the helper returns. */
  static long moved(Execution run, long result) {
    run.packetMoved();
    return result;
  }

  static long unsignedInt(long register) {
    return register & 0xffff_ffffL;
  }

  /** The memory of an argument that a program reads or writes, and where in it. */
  record Argument(MemorySegment segment, long at) {
    static Argument readable(Execution run, long address, long bytes) {
      Region region = run.memory().readable(address, bytes);
      return new Argument(region.segment(), address - region.base());
    }

    static Argument writable(Execution run, long address, long bytes) {
      Region region = run.memory().writable(address, bytes);
      return new Argument(region.segment(), address - region.base());
    }

    /** Zeros its bytes: what a program gets when there is nothing to copy. */
    void clear(long bytes) {
      segment.asSlice(at, bytes).fill((byte) 0);
    }
  }
}
