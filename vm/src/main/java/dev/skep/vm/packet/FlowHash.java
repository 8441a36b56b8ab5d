package dev.skep.vm.packet;

/**
 * A hash of a packet's flow: the same for all packets of a connection's direction. Linux mixes in a
 * secret that is new with each boot, so that only this property is defined.
 */
final class FlowHash {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private FlowHash() {}

  static int of(SkbContext packet) {
    int hash = mix(1, packet.protocol());
    PacketBuffer buffer = packet.buffer;
    int network = packet.networkHeader;
    if (packet.protocol() == EtherType.IPV4 && network + 20 <= buffer.end) {
      hash = addresses(hash, buffer, network + 12, 8);
      int headerBytes = 4 * (buffer.unsignedByte(network) & 0xf);
      boolean fragment = (buffer.unsignedShort(network + 6) & 0x1fff) != 0;
      int protocol = buffer.unsignedByte(network + 9);
      hash = fragment ? mix(hash, protocol) : ports(hash, buffer, network + headerBytes, protocol);
    } else if (packet.protocol() == EtherType.IPV6 && network + 40 <= buffer.end) {
      hash = addresses(hash, buffer, network + 8, 32);
      hash = ports(hash, buffer, network + 40, buffer.unsignedByte(network + 6));
    } else {
      hash = addresses(hash, buffer, packet.linkHeader, EtherType.ADDRESSES_BYTES);
    }
    int folded = hash ^ hash >>> 16;
    // Zero says that there is no hash.
    return folded == 0 ? 1 : folded;
  }

  private static int addresses(int start, PacketBuffer buffer, int at, int bytes) {
    int hash = start;
    for (int i = 0; i < bytes; i += 2) {
      hash = mix(hash, buffer.unsignedShort(at + i));
    }
    return hash;
  }

  private static int ports(int start, PacketBuffer buffer, int at, int protocol) {
    int hash = mix(start, protocol);
    boolean has = (protocol == TCP || protocol == UDP) && at + 4 <= buffer.end;
    return has ? mix(mix(hash, buffer.unsignedShort(at)), buffer.unsignedShort(at + 2)) : hash;
  }

  private static int mix(int hash, int value) {
    return Integer.rotateLeft((hash ^ value) * 0x9E3779B1, 15);
  }
}
