package dev.skep.vm.helper;

import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Helpers that change a packet's length: bpf-helpers(7). */
final class PacketShapeHelpers {
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int ETHERNET_BYTES = Packet.ETHERNET_BYTES;
  private static final int VLAN_BYTES = 4;

  /** The longest metadata ({@code xdp_metalen_invalid}). */
  private static final int META_LIMIT = 252;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;

  /** {@code BPF_ADJ_ROOM_NET}: behind the network header; {@code BPF_ADJ_ROOM_MAC}: before it. */
  private static final long ROOM_NET = 0;

  private PacketShapeHelpers() {}

  static void register(HelperTable table) {
    table.add(44, (run, c, by, x, d, e) -> adjustHead(run, (int) by));
    table.add(65, (run, c, by, x, d, e) -> adjustTail(run, (int) by));
    table.add(54, (run, c, by, x, d, e) -> adjustMeta(run, (int) by));
    table.add(38, (run, c, length, flags, d, e) -> changeTail(run, length, flags));
    table.add(43, (run, c, room, flags, d, e) -> changeHead(run, room, flags));
    table.add(50, (run, c, by, mode, flags, e) -> adjustRoom(run, (int) by, mode));
    table.add(18, (run, c, protocol, tag, d, e) -> pushVlan(run, (short) protocol, (short) tag));
    table.add(19, (run, a, b, c, d, e) -> popVlan(run));
  }

  private static long adjustHead(Execution run, int by) {
    boolean moved = PacketHelpers.packet(run).moveStart(run.memory(), by, ETHERNET_BYTES);
    return moved ? 0 : Errors.EINVAL;
  }

  private static long adjustTail(Execution run, int by) {
    boolean moved = PacketHelpers.packet(run).moveEnd(run.memory(), by, ETHERNET_BYTES);
    return moved ? 0 : Errors.EINVAL;
  }

  private static long adjustMeta(Execution run, int by) {
    Packet packet = PacketHelpers.packet(run);
    int bytes = packet.metaBytes(by);
    if (bytes < 0 || bytes > Packet.HEAD_ROOM) {
      return Errors.EINVAL;
    }
    if ((bytes & 3) != 0 || bytes > META_LIMIT) {
      return Errors.EACCES;
    }
    packet.moveMeta(run.memory(), by);
    return 0;
  }

  private static long changeTail(Execution run, long length, long flags) {
    Packet packet = PacketHelpers.packet(run);
    long wanted = length & 0xffff_ffffL;
    if (flags != 0 || wanted > 65535) {
      return Errors.EINVAL;
    }
    int by = (int) wanted - packet.length();
    return packet.moveEnd(run.memory(), by, ETHERNET_BYTES) ? 0 : Errors.EINVAL;
  }

  private static long changeHead(Execution run, long room, long flags) {
    long bytes = room & 0xffff_ffffL;
    if (flags != 0 || bytes > Packet.HEAD_ROOM) {
      return Errors.EINVAL;
    }
    Packet packet = PacketHelpers.packet(run);
    if (!packet.moveStart(run.memory(), -(int) bytes, 0)) {
      return Errors.ENOMEM;
    }
    packet.bytes().asSlice(0, bytes).fill((byte) 0);
    return 0;
  }

  private static long adjustRoom(Execution run, int by, long mode) {
    Packet packet = PacketHelpers.packet(run);
    int at = ETHERNET_BYTES + (mode == ROOM_NET ? networkHeader(packet) : 0);
    if (Math.abs((long) by) > 0xfff || mode > 1 || mode < 0) {
      return Errors.EFAULT;
    }
    boolean unknown = at == ETHERNET_BYTES && mode == ROOM_NET;
    if (unknown || packet.length() < at + Math.max(0, -by)) {
      return Errors.ENOTSUPP;
    }
    return packet.resizeAt(run.memory(), at, by) ? 0 : Errors.ENOMEM;
  }

  private static int networkHeader(Packet packet) {
    return switch (protocol(packet)) {
      case IPV4 -> 20;
      case IPV6 -> 40;
      default -> 0;
    };
  }

  private static int protocol(Packet packet) {
    return Short.toUnsignedInt(packet.bytes().get(NETWORK_SHORT, 12));
  }

  private static long pushVlan(Execution run, short protocol, short tag) {
    int wanted = Short.toUnsignedInt(protocol);
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    int type = little ? Short.toUnsignedInt(Short.reverseBytes(protocol)) : wanted;
    Packet packet = PacketHelpers.packet(run);
    if (!packet.resizeAt(run.memory(), ETHERNET_BYTES - 2, VLAN_BYTES)) {
      return Errors.ENOMEM;
    }
    MemorySegment bytes = packet.bytes();
    bytes.set(NETWORK_SHORT, 12, (short) (type == SERVICE_VLAN ? SERVICE_VLAN : VLAN));
    bytes.set(NETWORK_SHORT, 14, tag);
    return 0;
  }

  private static long popVlan(Execution run) {
    Packet packet = PacketHelpers.packet(run);
    int type = protocol(packet);
    boolean tagged =
        packet.length() >= ETHERNET_BYTES + VLAN_BYTES && (type == VLAN || type == SERVICE_VLAN);
    if (tagged) {
      packet.resizeAt(run.memory(), ETHERNET_BYTES - 2 + VLAN_BYTES, -VLAN_BYTES);
    }
    return 0;
  }
}
