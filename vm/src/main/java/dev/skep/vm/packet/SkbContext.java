package dev.skep.vm.packet;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * A packet in the network stack, {@code struct __sk_buff}. All of its bytes are linear. Offsets in
 * {@link SkbEdits} and in the helpers count from the packet's first byte, which is its link-layer
 * or its network header: {@link PacketShape#linkLayer}.
 */
public final class SkbContext extends PacketContext {
  /** {@code NET_SKB_PAD} on x86-64. */
  private static final int HEADROOM = 64;

  private static final int TAILROOM = 128;
  private static final int INITIAL_BYTES = 2048;
  private static final int LL_OFFSET = -0x200000;
  private static final int NET_OFFSET = -0x100000;

  /** {@code PACKET_HOST}, {@code PACKET_BROADCAST}, … of linux/if_packet.h. */
  private static final int TO_HOST = 0;

  private static final int BROADCAST = 1;
  private static final int MULTICAST = 2;
  private static final int OTHER_HOST = 3;

  /**
   * A header that is not known: headers are kept in 16 bits. The kernel moves this one as well when
   * it gets new memory for a packet, after which it counts as known.
   */
  static final int UNSET = 0xffff;

  private final SkbEdits edits = new SkbEdits(this);
  private final ChecksumState checksum = new ChecksumState();

  int linkHeader;

  int networkHeader;

  /** Where the transport header starts in the buffer, or {@link #UNSET}. */
  int transportHeader;

  /** {@code mac_len}: 0 until a helper has changed the link-layer header. */
  private int linkLength;

  boolean encapsulated;
  private boolean hashed;

  SkbContext(PacketShape shape, PacketNetwork network) {
    super(shape, network, new PacketBuffer(TAILROOM, INITIAL_BYTES));
  }

  /**
   * Takes in a frame that starts with an Ethernet header, as {@code eth_type_trans} does. All
   * fields but those that follow from the frame and the interface are zero.
   *
   * @param frame at least 14 bytes
   * @param interfaceAddress the interface's own Ethernet address in its low 48 bits
   */
  public void fill(MemorySegment frame, int interfaceIndex, long interfaceAddress) {
    buffer.fill(frame, 0, HEADROOM);
    redirect(null);
    linkHeader = buffer.data;
    networkHeader = buffer.data + EtherType.HEADER_BYTES;
    transportHeader = UNSET;
    linkLength = 0;
    encapsulated = false;
    hashed = false;
    checksum.reset();
    fields.segment().fill((byte) 0);
    set(SkbField.IFINDEX, interfaceIndex);
    set(SkbField.PKT_TYPE, packetType(interfaceAddress));
    protocol(EtherType.protocol(buffer, linkHeader + EtherType.ADDRESSES_BYTES));
    if (!shape().linkLayer()) {
      buffer.data = networkHeader;
      buffer.meta = buffer.data;
    }
    publish();
    set(SkbField.WIRE_LEN, length());
  }

  private int packetType(long interfaceAddress) {
    long address = networkOrder(buffer.data, 6, buffer.data);
    if (address == (interfaceAddress & 0xffff_ffff_ffffL)) {
      return TO_HOST;
    }
    if (address == 0xffff_ffff_ffffL) {
      return BROADCAST;
    }
    return (address >>> 40 & 1) == 1 ? MULTICAST : OTHER_HOST;
  }

  /** Puts back the room that the link-layer header had, as zeros, after a run without it. */
  public void restoreLinkLayer() {
    edits.pushZeros(EtherType.HEADER_BYTES);
  }

  @Override
  public int interfaceIndex() {
    return get(SkbField.IFINDEX);
  }

  /** What helpers do to the packet's memory. */
  public SkbEdits edits() {
    return edits;
  }

  /** What is known of the packet's checksum. */
  public ChecksumState checksum() {
    return checksum;
  }

  /** A field of four bytes; the first word of longer ones. */
  public int get(SkbField field) {
    return fields.segment().get(JAVA_INT_UNALIGNED, field.offset());
  }

  /** Sets a field of four bytes; the first word of longer ones. */
  public void set(SkbField field, int value) {
    fields.segment().set(JAVA_INT_UNALIGNED, field.offset(), value);
  }

  /** A field of eight bytes. */
  public long getLong(SkbField field) {
    return fields.segment().get(JAVA_LONG, field.offset());
  }

  /** Sets a field of eight bytes. */
  public void setLong(SkbField field, long value) {
    fields.segment().set(JAVA_LONG, field.offset(), value);
  }

  /** The protocol's Ethernet type, in host order. */
  public int protocol() {
    return swapped(get(SkbField.PROTOCOL));
  }

  /** Sets the protocol by its Ethernet type in host order; the field holds network order. */
  void protocol(int type) {
    set(SkbField.PROTOCOL, swapped(type));
  }

  /** Sixteen bits from or to network order, on hosts of either order. */
  static int swapped(int value) {
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    return (little ? Short.reverseBytes((short) value) : (short) value) & 0xffff;
  }

  /** Whether the protocol is IPv4 or IPv6. */
  public boolean carriesIp() {
    return protocol() == EtherType.IPV4 || protocol() == EtherType.IPV6;
  }

  /** Sets which clock the timestamp is of. */
  public void timestampClock(int clock) {
    fields
        .segment()
        .set(java.lang.foreign.ValueLayout.JAVA_BYTE, SkbField.TSTAMP_TYPE.offset(), (byte) clock);
  }

  /** Whether the packet stands for several segments. */
  public boolean isSegmented() {
    return get(SkbField.GSO_SIZE) != 0;
  }

  void resetLinkLength() {
    linkLength = linkHeaderBytes();
  }

  /**
   * The protocol behind all VLAN tags in the bytes, 0 where they are cut short: {@code
   * __vlan_get_protocol}, which looks for the first tag by {@code mac_len}.
   */
  int protocolBehindTags() {
    int type = protocol();
    int offset = linkLength == 0 ? EtherType.HEADER_BYTES : linkLength - EtherType.TAG_BYTES;
    for (int depth = 1; EtherType.isVlan(type); depth++) {
      if (depth == EtherType.MOST_TAGS || offset < 0 || offset + EtherType.TAG_BYTES > length()) {
        return 0;
      }
      type = buffer.unsignedShort(buffer.data + offset + 2);
      offset += EtherType.TAG_BYTES;
    }
    return type;
  }

  /** Bytes of the link-layer header, from its start to the network header. */
  int linkHeaderBytes() {
    return networkHeader - linkHeader;
  }

  /** {@code skb->hash}, computed where it is not known. */
  public int hash() {
    if (!hashed) {
      hash(FlowHash.of(this));
    }
    return get(SkbField.HASH);
  }

  /** Sets the hash. */
  public void hash(int value) {
    set(SkbField.HASH, value);
    hashed = true;
  }

  /** Forgets the hash: {@code skb_clear_hash}. */
  public void forgetHash() {
    set(SkbField.HASH, 0);
    hashed = false;
  }

  /**
   * Copies bytes out of the packet.
   *
   * @return whether they are all there
   */
  public boolean load(long offset, MemorySegment to, long at, int bytes) {
    return copyOut(buffer.data + offset, to, at, bytes, offset);
  }

  /** {@link #load} from an offset of the network header, or of the link-layer header. */
  public boolean loadRelative(
      boolean fromNetwork, long offset, MemorySegment to, long at, int bytes) {
    int start = fromNetwork ? networkHeader : linkHeader;
    return copyOut(start + offset, to, at, bytes, offset);
  }

  private boolean copyOut(long from, MemorySegment to, long at, int bytes, long offset) {
    if (offset < 0 || from + bytes > buffer.end) {
      return false;
    }
    MemorySegment.copy(buffer.memory(), from, to, at, bytes);
    return true;
  }

  @Override
  public long loadNetworkOrder(int offset, int bytes) {
    if (offset >= 0) {
      return networkOrder((long) buffer.data + offset, bytes, buffer.data);
    }
    if (offset >= NET_OFFSET) {
      return networkOrder((long) networkHeader + offset - NET_OFFSET, bytes, 0);
    }
    return offset >= LL_OFFSET
        ? networkOrder((long) linkHeader + offset - LL_OFFSET, bytes, 0)
        : -1;
  }

  @Override
  void publishBounds() {
    set(SkbField.LEN, length());
    fields.address(SkbField.DATA.offset(), buffer.address(buffer.data));
    fields.address(SkbField.DATA_END.offset(), buffer.address(buffer.end));
    fields.address(SkbField.DATA_META.offset(), buffer.address(buffer.meta));
  }
}
