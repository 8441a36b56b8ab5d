package dev.skep.vm.helper;

import static dev.skep.vm.helper.Packets.moved;
import static dev.skep.vm.helper.Packets.unsignedInt;
import static dev.skep.vm.helper.Packets.xdp;

import dev.skep.vm.helper.Packets.Argument;
import dev.skep.vm.packet.XdpContext;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;

/** Helpers on packets in the driver: bpf-helpers(7), {@code bpf_xdp_*}. */
final class XdpHelpers {
  private static final int MOST = 0xffff;

  private XdpHelpers() {}

  static void register(HelperTable table) {
    table.add(
        44,
        (run, a, offset, c, d, e) ->
            moved(run, xdp(run).adjustHead((int) offset) ? 0 : Errors.EINVAL));
    table.add(
        65,
        (run, a, offset, c, d, e) ->
            moved(run, xdp(run).adjustTail((int) offset) ? 0 : Errors.EINVAL));
    table.add(54, XdpHelpers::adjustMetadata);
    table.add(188, (run, a, b, c, d, e) -> xdp(run).length());
    table.add(189, XdpHelpers::load);
    table.add(190, XdpHelpers::store);
  }

  private static long adjustMetadata(
      Execution run, long context, long offset, long c, long d, long e) {
    return moved(
        run,
        switch (xdp(run).adjustMetadata((int) offset)) {
          case DONE -> 0;
          case NO_ROOM -> Errors.EINVAL;
          case BAD_LENGTH -> Errors.EACCES;
        });
  }

  private static long check(XdpContext packet, long offset, long bytes) {
    if (offset > MOST || bytes > MOST) {
      return Errors.EFAULT;
    }
    return offset + bytes > packet.length() ? Errors.EINVAL : 0;
  }

  private static long load(Execution run, long context, long offset, long to, long length, long e) {
    XdpContext packet = xdp(run);
    long from = unsignedInt(offset);
    long bytes = unsignedInt(length);
    long refused = check(packet, from, bytes);
    if (refused == 0) {
      Argument target = Argument.writable(run, to, bytes);
      MemorySegment.copy(packet.packet(), from, target.segment(), target.at(), bytes);
    }
    return refused;
  }

  private static long store(
      Execution run, long context, long offset, long from, long length, long e) {
    XdpContext packet = xdp(run);
    long to = unsignedInt(offset);
    long bytes = unsignedInt(length);
    long refused = check(packet, to, bytes);
    if (refused == 0) {
      Argument source = Argument.readable(run, from, bytes);
      MemorySegment.copy(source.segment(), source.at(), packet.packet(), to, bytes);
    }
    return refused;
  }
}
