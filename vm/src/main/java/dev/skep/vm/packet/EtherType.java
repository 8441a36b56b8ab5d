package dev.skep.vm.packet;

/**
 * Numbers of an Ethernet header's type field (linux/if_ether.h), and how Linux reads that field.
 */
final class EtherType {
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;
  static final int VLAN = 0x8100;
  static final int SERVICE_VLAN = 0x88a8;

  /** Bytes of an Ethernet header. */
  static final int HEADER_BYTES = 14;

  /** Bytes of the two addresses in front of the type. */
  static final int ADDRESSES_BYTES = 12;

  /** Bytes of a VLAN tag. */
  static final int TAG_BYTES = 4;

  /** {@code VLAN_MAX_DEPTH}. */
  static final int MOST_TAGS = 8;

  /** From here on the field is a type, below it a length ({@code ETH_P_802_3_MIN}). */
  private static final int LOWEST_TYPE = 0x0600;

  private static final int RAW_802_3 = 0x0001;
  private static final int LLC_802_2 = 0x0004;

  private EtherType() {}

  /** The protocol of a frame, as {@code eth_type_trans} finds it. */
  static int protocol(PacketBuffer buffer, int typeOffset) {
    int type = buffer.unsignedShort(typeOffset);
    if (type >= LOWEST_TYPE) {
      return type;
    }
    int payload = typeOffset + 2;
    boolean raw = payload + 2 <= buffer.end && buffer.unsignedShort(payload) == 0xffff;
    return raw ? RAW_802_3 : LLC_802_2;
  }

  static boolean isVlan(int protocol) {
    return protocol == VLAN || protocol == SERVICE_VLAN;
  }
}
