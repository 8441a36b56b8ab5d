package dev.skep.vm.packet;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * A packet in the driver, {@code struct xdp_md}. Its memory is one page, laid out as {@code struct
 * xdp_buff} is: headroom of {@link #HEADROOM} bytes, of which the first {@link #FRAME_BYTES} are
 * the frame's own, and {@link #RESERVED_TAIL} bytes behind that no packet grows into.
 */
public final class XdpContext extends PacketContext {
  /** {@code XDP_PACKET_HEADROOM} of linux/bpf.h. */
  public static final int HEADROOM = 256;

  /** {@code PAGE_SIZE}, which is {@code frame_sz} in test runs. */
  private static final int PAGE = 4096;

  /** {@code SKB_DATA_ALIGN(sizeof(struct skb_shared_info))} on 64-bit Linux. */
  private static final int RESERVED_TAIL = 320;

  /** {@code sizeof(struct xdp_frame)}. */
  private static final int FRAME_BYTES = 40;

  /** The most bytes of metadata and packet that one page holds. */
  public static final int MAX_BYTES = PAGE - HEADROOM - RESERVED_TAIL;

  /** Most metadata: {@code meta_len} of {@code struct skb_shared_info} has 8 bits. */
  private static final int MAX_METADATA = 255;

  private static final int ETHERNET_HEADER = 14;
  private static final int DATA = 0;
  private static final int DATA_END = 4;
  private static final int DATA_META = 8;
  private static final int INGRESS_IFINDEX = 12;
  private static final int RX_QUEUE_INDEX = 16;

  XdpContext(PacketShape shape, PacketNetwork network) {
    super(shape, network, new PacketBuffer(0, PAGE));
  }

  /** Whether so many bytes of metadata can precede a packet. */
  private static boolean validMetadata(int bytes) {
    return (bytes & 3) == 0 && bytes >= 0 && bytes <= MAX_METADATA;
  }

  /** Whether a new packet can start with so many bytes of metadata. */
  public static boolean roomForMetadata(int bytes) {
    return validMetadata(bytes) && bytes <= HEADROOM - FRAME_BYTES;
  }

  /**
   * Takes in a packet that starts with metadata.
   *
   * @param packet at most {@link #MAX_BYTES} bytes
   */
  public void fill(MemorySegment packet, int metadataBytes, int interfaceIndex, int queue) {
    if (packet.byteSize() > MAX_BYTES) {
      throw new IllegalArgumentException("bytes=" + packet.byteSize() + ", at most " + MAX_BYTES);
    }
    // The kernel takes the metadata from the headroom: the packet's own first byte stays in place.
    buffer.fill(packet, metadataBytes, HEADROOM - metadataBytes);
    redirect(null);
    MemorySegment segment = fields.segment();
    segment.set(JAVA_INT, INGRESS_IFINDEX, interfaceIndex);
    segment.set(JAVA_INT, RX_QUEUE_INDEX, queue);
    publish();
  }

  @Override
  public int interfaceIndex() {
    return fields.segment().get(JAVA_INT, INGRESS_IFINDEX);
  }

  /** The metadata in front of the packet and the packet; valid until the context is used again. */
  public MemorySegment metadataAndPacket() {
    return buffer.memory().asSlice(buffer.meta, buffer.end - buffer.meta);
  }

  /** How many bytes of metadata there are. */
  public int metadataBytes() {
    return buffer.data - buffer.meta;
  }

  @Override
  public long loadNetworkOrder(int offset, int bytes) {
    return offset < 0 ? -1 : networkOrder((long) buffer.data + offset, bytes, buffer.data);
  }

  @Override
  void publishBounds() {
    fields.address(DATA, buffer.address(buffer.data));
    fields.address(DATA_END, buffer.address(buffer.end));
    fields.address(DATA_META, buffer.address(buffer.meta));
  }

  /** {@code bpf_xdp_adjust_head}: moves the packet's start; false when there is no room. */
  public boolean adjustHead(int offset) {
    int metadata = metadataBytes();
    long start = (long) buffer.data + offset;
    if (start < FRAME_BYTES + metadata || start > buffer.end - ETHERNET_HEADER) {
      return false;
    }
    buffer.copy(buffer.meta, buffer.meta + offset, metadata);
    buffer.meta += offset;
    buffer.data = (int) start;
    publish();
    return true;
  }

  /** {@code bpf_xdp_adjust_tail}: moves the packet's end; false when there is no room. */
  public boolean adjustTail(int offset) {
    long end = (long) buffer.end + offset;
    if (end > PAGE - RESERVED_TAIL || end < buffer.data + ETHERNET_HEADER) {
      return false;
    }
    if (offset > 0) {
      buffer.zero(buffer.end, (int) end);
    }
    buffer.end = (int) end;
    publish();
    return true;
  }

  /** What {@link #adjustMetadata} did. */
  public enum Adjusted {
    /** It moved the metadata's start. */
    DONE,
    /** There is no room. */
    NO_ROOM,
    /** Metadata cannot have that length. */
    BAD_LENGTH
  }

  /** {@code bpf_xdp_adjust_meta}: moves the metadata's start. */
  public Adjusted adjustMetadata(int offset) {
    long start = (long) buffer.meta + offset;
    if (start < FRAME_BYTES || start > buffer.data) {
      return Adjusted.NO_ROOM;
    }
    if (!validMetadata(buffer.data - (int) start)) {
      return Adjusted.BAD_LENGTH;
    }
    buffer.meta = (int) start;
    publish();
    return Adjusted.DONE;
  }
}
