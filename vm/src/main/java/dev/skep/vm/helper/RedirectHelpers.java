package dev.skep.vm.helper;

import static dev.skep.vm.helper.Packets.any;
import static dev.skep.vm.helper.Packets.skb;
import static dev.skep.vm.helper.Packets.unsignedInt;

import dev.skep.abi.MapType;
import dev.skep.abi.flags.RedirectFlag;
import dev.skep.abi.flags.TcAction;
import dev.skep.abi.flags.XdpAction;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.packet.PacketContext;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.packet.Redirect;
import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.XdpContext;
import dev.skep.vm.run.Execution;
import java.util.Optional;
import java.util.Set;

/** Helpers that send packets elsewhere, and the one that asks whether they fit there. */
final class RedirectHelpers {
  private static final long INGRESS = RedirectFlag.INGRESS.value();

  /** {@code BPF_F_ACTION_MASK}. */
  private static final long VERDICT = 3;

  private static final long SPREADING =
      RedirectFlag.BROADCAST.value() | RedirectFlag.EXCLUDE_INGRESS.value();

  private static final Set<MapType> DEVICE_MAPS = Set.of(MapType.DEVMAP, MapType.DEVMAP_HASH);

  /** {@code sizeof(struct bpf_redir_neigh)}. */
  private static final long NEIGHBOUR_BYTES = 20;

  /** {@code BPF_MTU_CHK_SEGS}. */
  private static final long SEGMENTS = 1;

  /** {@code BPF_MTU_CHK_RET_SUCCESS} and {@code BPF_MTU_CHK_RET_FRAG_NEEDED}. */
  private static final long FITS = 0;

  private static final long TOO_LONG = 1;

  private RedirectHelpers() {}

  static void register(HelperTable table) {
    table.add(13, RedirectHelpers::cloneRedirect);
    table.add(23, RedirectHelpers::redirect);
    table.add(
        152,
        (run, index, parameters, bytes, flags, e) ->
            flags != 0 || (bytes != 0 && unsignedInt(bytes) < NEIGHBOUR_BYTES)
                ? TcAction.SHOT.value()
                : away(skb(run), index, flags));
    table.add(
        155,
        (run, index, flags, c, d, e) ->
            flags != 0 ? TcAction.SHOT.value() : away(skb(run), index, flags));
    table.add(51, RedirectHelpers::redirectMap);
    table.add(163, RedirectHelpers::checkMtu);
  }

  private static long redirect(Execution run, long index, long flags, long c, long d, long e) {
    PacketContext packet = any(run);
    return switch (packet) {
      case XdpContext xdp -> {
        if (flags != 0) {
          yield XdpAction.ABORTED.value();
        }
        xdp.redirect(new Redirect("", unsignedInt(index), flags));
        yield XdpAction.REDIRECT.value();
      }
      case SkbContext skb ->
          (flags & ~INGRESS) != 0 ? TcAction.SHOT.value() : away(skb, index, flags);
    };
  }

  private static long away(SkbContext packet, long index, long flags) {
    packet.redirect(new Redirect("", unsignedInt(index), flags));
    return TcAction.REDIRECT.value();
  }

  /** The low two bits of the flags are the verdict when the map has no such entry. */
  private static long redirectMap(
      Execution run, long handle, long key, long flags, long d, long e) {
    VmMap map = run.map(handle);
    long allowed = VERDICT | (DEVICE_MAPS.contains(map.spec().type()) ? SPREADING : 0);
    if ((flags & ~allowed) != 0) {
      return XdpAction.ABORTED.value();
    }
    boolean spreads = (flags & RedirectFlag.BROADCAST.value()) != 0;
    if (!spreads && map.findInt((int) key, run.cpu()) == 0) {
      return flags & VERDICT;
    }
    any(run).redirect(new Redirect(map.spec().name(), unsignedInt(key), flags));
    return XdpAction.REDIRECT.value();
  }

  private static long cloneRedirect(
      Execution run, long context, long index, long flags, long d, long e) {
    SkbContext packet = skb(run);
    if ((flags & ~INGRESS) != 0) {
      return Errors.EINVAL;
    }
    // A packet of segments without a type, which is all that a test run can make.
    if (packet.isSegmented()) {
      return Errors.EBADMSG;
    }
    if (packet.network().find((int) index).isEmpty()) {
      return Errors.EINVAL;
    }
    packet
        .network()
        .sink()
        .deliver(new Redirect("", unsignedInt(index), flags), packet.packet().asReadOnly());
    return 0;
  }

  private static long checkMtu(
      Execution run, long context, long index, long lengthAddress, long difference, long flags) {
    PacketContext packet = any(run);
    int asked = run.memory().loadInt(lengthAddress);
    boolean segments = packet instanceof SkbContext && flags == SEGMENTS;
    if ((flags != 0 && !segments) || (segments && ((int) difference != 0 || asked != 0))) {
      return Errors.EINVAL;
    }
    int wanted = (int) index == 0 ? packet.interfaceIndex() : (int) index;
    Optional<PacketNetwork.Interface> device = packet.network().find(wanted);
    if (device.isEmpty()) {
      return Errors.ENODEV;
    }
    int most = device.get().frameBytes();
    int header = most - device.get().mtu();
    int length = (asked == 0 ? packet.length() : asked + header) + (int) difference;
    boolean segmented = packet instanceof SkbContext skb && skb.isSegmented();
    if (length > most && segmented && segments) {
      // No transport header is known of a packet that a host hands in.
      return Errors.EINVAL;
    }
    run.memory().storeInt(lengthAddress, device.get().mtu());
    return length <= most || segmented ? FITS : TOO_LONG;
  }
}
