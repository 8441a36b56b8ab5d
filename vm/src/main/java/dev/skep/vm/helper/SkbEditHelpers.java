package dev.skep.vm.helper;

import static dev.skep.vm.helper.Packets.moved;
import static dev.skep.vm.helper.Packets.skb;
import static dev.skep.vm.helper.Packets.unsignedInt;

import dev.skep.vm.packet.SkbContext;
import dev.skep.vm.packet.SkbField;
import dev.skep.vm.run.Execution;

/** Helpers that change the shape of a packet in the network stack. */
final class SkbEditHelpers {
  /** {@code PACKET_OTHERHOST}: the last type that programs may set. */
  private static final int MOST_TYPE = 3;

  private SkbEditHelpers() {}

  static void register(HelperTable table) {
    table.add(
        18,
        (run, a, protocol, tag, d, e) ->
            moved(run, skb(run).edits().pushVlan(hostOrder(protocol), (int) tag)));
    table.add(19, (run, a, b, c, d, e) -> moved(run, skb(run).edits().popVlan()));
    table.add(
        31,
        (run, a, protocol, flags, d, e) ->
            moved(run, skb(run).edits().changeProtocol(hostOrder(protocol), flags)));
    table.add(32, SkbEditHelpers::changeType);
    table.add(
        38,
        (run, a, length, flags, d, e) ->
            moved(run, skb(run).edits().changeTail(unsignedInt(length), flags)));
    table.add(39, SkbEditHelpers::pull);
    table.add(
        43,
        (run, a, room, flags, d, e) ->
            moved(run, skb(run).edits().changeHead(unsignedInt(room), flags)));
    table.add(
        50,
        (run, a, difference, mode, flags, e) ->
            moved(run, skb(run).edits().adjustRoom((int) difference, (int) mode, flags)));
  }

  /** Programs give Ethernet types in network order. */
  private static int hostOrder(long register) {
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    return (little ? Short.reverseBytes((short) register) : (short) register) & 0xffff;
  }

  private static long pull(Execution run, long context, long length, long c, long d, long e) {
    long bytes = unsignedInt(length);
    return skb(run).edits().pull(bytes);
  }

  private static long changeType(Execution run, long context, long type, long c, long d, long e) {
    SkbContext packet = skb(run);
    long wanted = unsignedInt(type);
    if (wanted > MOST_TYPE || packet.get(SkbField.PKT_TYPE) > MOST_TYPE) {
      return Errors.EINVAL;
    }
    packet.set(SkbField.PKT_TYPE, (int) wanted);
    return 0;
  }
}
