package dev.skep.vm.packet;

import static dev.skep.abi.flags.AdjustRoomFlag.DECAP_L3_IPV4;
import static dev.skep.abi.flags.AdjustRoomFlag.DECAP_L3_IPV6;
import static dev.skep.abi.flags.AdjustRoomFlag.ENCAP_L2_ETH;
import static dev.skep.abi.flags.AdjustRoomFlag.ENCAP_L3_IPV4;
import static dev.skep.abi.flags.AdjustRoomFlag.ENCAP_L3_IPV6;
import static dev.skep.abi.flags.AdjustRoomFlag.ENCAP_L4_GRE;
import static dev.skep.abi.flags.AdjustRoomFlag.ENCAP_L4_UDP;
import static dev.skep.abi.flags.AdjustRoomFlag.FIXED_GSO;
import static dev.skep.abi.flags.AdjustRoomFlag.NO_CSUM_RESET;

import dev.skep.abi.Errno;
import dev.skep.abi.flags.AdjustRoomFlag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What helpers do to the memory of a packet in the network stack: net/core/filter.c and
 * net/core/skbuff.c. Each returns 0 or a negative error number, as the helper does.
 */
public final class SkbEdits {
  private static final int EINVAL = -Errno.EINVAL.number();
  private static final int EFAULT = -Errno.EFAULT.number();
  private static final int ENOMEM = -Errno.ENOMEM.number();
  private static final int ENOTSUPP = -Errno.ENOTSUPP.number();
  private static final int EALREADY = -Errno.EALREADY.number();

  /** {@code SKB_MAX_ALLOC}: four pages without the shared info behind the bytes. */
  private static final int MAX_BYTES = 4 * 4096 - 320;

  /** No packet is that long: {@code GSO_MAX_SIZE}. */
  private static final int MAX_SEGMENTED_BYTES = 8 * 65536;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int VLAN_HEADER = 4;

  /** {@code BPF_ADJ_ROOM_NET} and {@code BPF_ADJ_ROOM_MAC}. */
  private static final int BEHIND_NETWORK_HEADER = 0;

  private static final int BEHIND_LINK_HEADER = 1;
  private static final int MOST_ROOM = 0xfff;
  private static final int INNER_LINK_SHIFT = 56;
  private static final long INNER_LINK_MASK = 0xffL << INNER_LINK_SHIFT;
  private static final long ENCAP_L3 = ENCAP_L3_IPV4.value() | ENCAP_L3_IPV6.value();
  private static final long DECAP_L3 = DECAP_L3_IPV4.value() | DECAP_L3_IPV6.value();
  private static final long ROOM_FLAGS = all(AdjustRoomFlag.values()) | INNER_LINK_MASK;
  private static final long SHRINK_FLAGS = FIXED_GSO.value() | DECAP_L3 | NO_CSUM_RESET.value();

  private final SkbContext packet;

  SkbEdits(SkbContext packet) {
    this.packet = packet;
  }

  private static long all(AdjustRoomFlag[] flags) {
    long all = 0;
    for (AdjustRoomFlag each : flags) {
      all |= each.value();
    }
    return all;
  }

  private PacketBuffer buffer() {
    return packet.buffer;
  }

  /** Whether so many bytes from the packet's start are there, to be written. */
  public boolean reaches(long bytes) {
    return bytes >= 0 && bytes <= packet.length();
  }

  /** Copies bytes into the packet. */
  public int store(long offset, MemorySegment from, long at, int bytes) {
    if (offset < 0 || offset > Integer.MAX_VALUE || !reaches(offset + bytes)) {
      return EFAULT;
    }
    MemorySegment.copy(from, at, buffer().memory(), buffer().data + offset, bytes);
    return 0;
  }

  /** Sixteen bits in host order; the caller has checked that they are there. */
  public int shortAt(int offset) {
    return buffer().memory().get(ValueLayout.JAVA_SHORT_UNALIGNED, buffer().data + offset) & 0xffff;
  }

  /** Sets sixteen bits in host order; the caller has checked that they are there. */
  public void shortTo(int offset, int value) {
    buffer().memory().set(ValueLayout.JAVA_SHORT_UNALIGNED, buffer().data + offset, (short) value);
  }

  /** {@code bpf_skb_pull_data}: all bytes are linear here, so that it can only lack some. */
  public int pull(long bytes) {
    return bytes <= packet.length() ? 0 : ENOMEM;
  }

  /** Makes room in front; the headers move with the bytes. */
  private void makeRoom(int bytes) {
    int moved = buffer().needHead(bytes);
    packet.linkHeader += moved;
    packet.networkHeader += moved;
    packet.transportHeader = packet.transportHeader + moved & SkbContext.UNSET;
  }

  /** Makes room in front and takes it in; the headers stay where they are in memory. */
  private void push(int bytes) {
    makeRoom(bytes);
    buffer().data -= bytes;
    buffer().meta = buffer().data;
  }

  private void pullFront(int bytes) {
    buffer().data += bytes;
    buffer().meta = buffer().data;
  }

  void pushZeros(int bytes) {
    push(bytes);
    buffer().zero(buffer().data, buffer().data + bytes);
    packet.publish();
  }

  /** {@code bpf_skb_change_head}. */
  public int changeHead(long room, long flags) {
    long length = packet.length() + room;
    int most = packet.isSegmented() ? MAX_SEGMENTED_BYTES : MAX_BYTES;
    if (flags != 0 || room > Integer.MAX_VALUE || (length > most && !packet.isSegmented())) {
      return EINVAL;
    }
    if (length > most) {
      return ENOMEM;
    }
    pushZeros((int) room);
    packet.linkHeader = buffer().data;
    packet.resetLinkLength();
    return 0;
  }

  /** {@code bpf_skb_change_tail}. */
  public int changeTail(long length, long flags) {
    int least = Math.max(0, packet.networkHeader - buffer().data);
    boolean transport = packet.transportHeader != SkbContext.UNSET;
    if (transport && packet.transportHeader > buffer().data) {
      least = packet.transportHeader - buffer().data;
    }
    if (flags != 0 || length > MAX_BYTES || length < least) {
      return EINVAL;
    }
    if (packet.encapsulated) {
      return ENOTSUPP;
    }
    int more = (int) length - packet.length();
    if (more > 0) {
      buffer().needTail(more);
      buffer().zero(buffer().end, buffer().end + more);
    }
    buffer().end += more;
    if (packet.isSegmented()) {
      packet.set(SkbField.GSO_SIZE, 0);
      packet.set(SkbField.GSO_SEGS, 0);
    }
    packet.publish();
    return 0;
  }

  /** {@code bpf_skb_net_hdr_push}: opens a gap of zeros behind some bytes. */
  private void insert(int offset, int bytes) {
    makeRoom(bytes);
    boolean same = packet.transportHeader == packet.networkHeader;
    push(bytes);
    buffer().copy(buffer().data + bytes, buffer().data, offset);
    buffer().zero(buffer().data + offset, buffer().data + offset + bytes);
    moveHeaders(-bytes, same);
  }

  /** {@code bpf_skb_net_hdr_pop}: closes a gap behind some bytes. */
  private int remove(int offset, int bytes) {
    if (!reaches((long) offset + bytes)) {
      return ENOMEM;
    }
    boolean same = packet.transportHeader == packet.networkHeader;
    int old = buffer().data;
    pullFront(bytes);
    buffer().copy(old, buffer().data, offset);
    moveHeaders(bytes, same);
    return 0;
  }

  private void moveHeaders(int by, boolean transportToo) {
    packet.linkHeader += by;
    packet.networkHeader += by;
    if (transportToo) {
      packet.transportHeader = packet.networkHeader;
    }
  }

  /** {@code bpf_skb_change_proto}; the protocol in host order. */
  public int changeProtocol(int protocol, long flags) {
    if (flags != 0) {
      return EINVAL;
    }
    int from = packet.protocol();
    int more = IPV6_HEADER - IPV4_HEADER;
    int result = 0;
    if (from == EtherType.IPV4 && protocol == EtherType.IPV6) {
      insert(packet.linkHeaderBytes(), more);
    } else if (from == EtherType.IPV6 && protocol == EtherType.IPV4) {
      result = remove(packet.linkHeaderBytes(), more);
    } else {
      return ENOTSUPP;
    }
    if (result == 0) {
      packet.protocol(protocol);
      packet.forgetHash();
    }
    packet.publish();
    return result;
  }

  private int networkHeaderBytes() {
    return packet.protocol() == EtherType.IPV4 ? IPV4_HEADER : IPV6_HEADER;
  }

  /** {@code bpf_skb_adjust_room}. */
  public int adjustRoom(int difference, int mode, long flags) {
    if ((flags & ~ROOM_FLAGS) != 0) {
      return EINVAL;
    }
    // The absolute value of the least int is negative, and as an unsigned number too much.
    int bytes = Math.abs(difference);
    if (bytes < 0 || bytes > MOST_ROOM) {
      return EFAULT;
    }
    if (!packet.carriesIp() || mode < BEHIND_NETWORK_HEADER || mode > BEHIND_LINK_HEADER) {
      return ENOTSUPP;
    }
    int offset =
        packet.linkHeaderBytes() + (mode == BEHIND_NETWORK_HEADER ? networkHeaderBytes() : 0);
    boolean shrinks = difference < 0;
    int least = networkHeaderBytes();
    if ((flags & DECAP_L3) != 0) {
      if (!shrinks || (flags & DECAP_L3) == DECAP_L3) {
        return EINVAL;
      }
      least = has(flags, DECAP_L3_IPV4) ? IPV4_HEADER : IPV6_HEADER;
    }
    // Unsigned: a packet cut short before its network header counts as long.
    long present = Integer.toUnsignedLong(buffer().end - packet.networkHeader);
    boolean fits =
        shrinks
            ? bytes < present && present - bytes >= least
            : packet.length() + bytes <= MAX_BYTES || packet.isSegmented();
    if (!fits) {
      return ENOTSUPP;
    }
    int result = shrinks ? shrink(offset, bytes, flags) : grow(offset, bytes, flags);
    if (result == 0 && !has(flags, NO_CSUM_RESET)) {
      packet.checksum().reset();
    }
    packet.publish();
    return result;
  }

  private static boolean has(long flags, AdjustRoomFlag flag) {
    return (flags & flag.value()) != 0;
  }

  private int shrink(int offset, int bytes, long flags) {
    if ((flags & ~SHRINK_FLAGS) != 0) {
      return EINVAL;
    }
    if (packet.isSegmented()) {
      return ENOTSUPP;
    }
    int result = remove(offset, bytes);
    if (result == 0) {
      switchProtocol(has(flags, DECAP_L3_IPV4), has(flags, DECAP_L3_IPV6));
    }
    return result;
  }

  /** The packet's protocol follows its new outer header. */
  private void switchProtocol(boolean toIpv4, boolean toIpv6) {
    if (packet.protocol() == EtherType.IPV4 && toIpv6) {
      packet.protocol(EtherType.IPV6);
    } else if (packet.protocol() == EtherType.IPV6 && toIpv4) {
      packet.protocol(EtherType.IPV4);
    }
  }

  private int grow(int offset, int bytes, long flags) {
    if (packet.isSegmented()) {
      return ENOTSUPP;
    }
    boolean encapsulates = (flags & ENCAP_L3) != 0;
    int innerLinkBytes = (int) (flags >>> INNER_LINK_SHIFT);
    if (encapsulates) {
      int refused = encapsulation(flags, innerLinkBytes, bytes);
      if (refused != 0) {
        return refused;
      }
    }
    int linkBytes = packet.linkHeaderBytes();
    insert(offset, bytes);
    if (encapsulates) {
      packet.encapsulated = true;
      packet.networkHeader = buffer().data + linkBytes;
      if (has(flags, ENCAP_L4_GRE) || has(flags, ENCAP_L4_UDP)) {
        int outer = has(flags, ENCAP_L3_IPV6) ? IPV6_HEADER : IPV4_HEADER;
        packet.transportHeader = packet.networkHeader + outer;
      }
      switchProtocol(has(flags, ENCAP_L3_IPV4), has(flags, ENCAP_L3_IPV6));
    }
    return 0;
  }

  private int encapsulation(long flags, int innerLinkBytes, int bytes) {
    boolean twice =
        (flags & ENCAP_L3) == ENCAP_L3 || (has(flags, ENCAP_L4_GRE) && has(flags, ENCAP_L4_UDP));
    if (twice || (has(flags, ENCAP_L2_ETH) && innerLinkBytes < EtherType.HEADER_BYTES)) {
      return EINVAL;
    }
    if (packet.encapsulated) {
      return EALREADY;
    }
    return innerLinkBytes > bytes ? EINVAL : 0;
  }

  /** {@code bpf_skb_vlan_push}; the protocol in host order. */
  public int pushVlan(int protocol, int tag) {
    int kind = EtherType.isVlan(protocol) ? protocol : EtherType.VLAN;
    if (packet.get(SkbField.VLAN_PRESENT) != 0) {
      if (buffer().data != packet.linkHeader) {
        return EINVAL;
      }
      int outer = SkbContext.swapped(packet.get(SkbField.VLAN_PROTO));
      push(VLAN_HEADER);
      buffer().copy(buffer().data + VLAN_HEADER, buffer().data, EtherType.ADDRESSES_BYTES);
      buffer().shortTo(buffer().data + EtherType.ADDRESSES_BYTES, outer);
      buffer().shortTo(buffer().data + EtherType.HEADER_BYTES, packet.get(SkbField.VLAN_TCI));
      packet.linkHeader -= VLAN_HEADER;
      packet.networkHeader -= VLAN_HEADER;
      packet.protocol(outer);
    }
    tag(kind, tag);
    packet.resetLinkLength();
    packet.publish();
    return 0;
  }

  private void tag(int protocol, int tag) {
    packet.set(SkbField.VLAN_PROTO, SkbContext.swapped(protocol));
    packet.set(SkbField.VLAN_TCI, tag & 0xffff);
    packet.set(SkbField.VLAN_PRESENT, 1);
  }

  /** {@code bpf_skb_vlan_pop}. */
  public int popVlan() {
    if (packet.get(SkbField.VLAN_PRESENT) != 0) {
      packet.set(SkbField.VLAN_PRESENT, 0);
      packet.set(SkbField.VLAN_TCI, 0);
      packet.set(SkbField.VLAN_PROTO, 0);
    } else {
      if (!EtherType.isVlan(packet.protocol())) {
        return 0;
      }
      int result = popTag();
      if (result < 0) {
        return result;
      }
    }
    int next = packet.protocol();
    if (!EtherType.isVlan(next)) {
      packet.publish();
      return 0;
    }
    int tag = popTag();
    if (tag >= 0) {
      tag(next, tag);
    }
    packet.publish();
    return Math.min(tag, 0);
  }

  /** {@code __skb_vlan_pop}: takes the outermost tag out of the bytes; the tag, or an error. */
  private int popTag() {
    if (buffer().data != packet.linkHeader) {
      return EINVAL;
    }
    if (!reaches(EtherType.HEADER_BYTES + VLAN_HEADER)) {
      return ENOMEM;
    }
    int header = buffer().data + EtherType.HEADER_BYTES;
    int tag = buffer().unsignedShort(header);
    packet.protocol(EtherType.protocol(buffer(), header + 2));
    buffer().copy(buffer().data, buffer().data + VLAN_HEADER, EtherType.ADDRESSES_BYTES);
    pullFront(VLAN_HEADER);
    packet.linkHeader += VLAN_HEADER;
    packet.networkHeader = Math.max(packet.networkHeader, buffer().data + EtherType.HEADER_BYTES);
    packet.resetLinkLength();
    return tag;
  }
}
