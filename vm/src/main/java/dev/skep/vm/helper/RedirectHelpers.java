package dev.skep.vm.helper;

import dev.skep.abi.ProgramType;
import dev.skep.vm.run.Execution;

/** Helpers that send a packet elsewhere: where to is kept for whoever gave the packet. */
final class RedirectHelpers {
  private static final long XDP_ABORTED = 0;
  private static final long XDP_REDIRECT = 4;
  private static final long TC_ACT_SHOT = 2;
  private static final long TC_ACT_REDIRECT = 7;

  private RedirectHelpers() {}

  static void register(HelperTable table) {
    table.add(23, (run, ifindex, flags, c, d, e) -> redirect(run, ifindex, flags));
    table.add(155, (run, ifindex, flags, c, d, e) -> redirect(run, ifindex, flags));
    table.add(51, RedirectHelpers::redirectMap);
  }

  private static long redirect(Execution run, long ifindex, long flags) {
    boolean xdp = run.current().spec().type() == ProgramType.XDP;
    if ((flags & ~1L) != 0 || (xdp && flags != 0)) {
      return xdp ? XDP_ABORTED : TC_ACT_SHOT;
    }
    PacketHelpers.packet(run).redirectTarget(ifindex & 0xffff_ffffL);
    return xdp ? XDP_REDIRECT : TC_ACT_REDIRECT;
  }

  /** The low two bits of the flags are the verdict when the map has no such entry. */
  private static long redirectMap(Execution run, long map, long key, long flags, long d, long e) {
    if ((flags & ~3L) != 0) {
      return XDP_ABORTED;
    }
    if (run.map(map).findInt((int) key, run.cpu()) == 0) {
      return flags & 3;
    }
    PacketHelpers.packet(run).redirectTarget(key & 0xffff_ffffL);
    return XDP_REDIRECT;
  }
}
