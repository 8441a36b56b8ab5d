package dev.skep.isa.classic;

import org.jspecify.annotations.Nullable;

/**
 * What an absolute load gets from Linux instead of from the packet when its offset is {@link #BASE}
 * plus a code ({@code SKF_AD_*} of linux/filter.h).
 */
public enum Ancillary {
  /** The Ethernet type, in host order. */
  PROTOCOL(0, "proto"),
  /** {@code PACKET_HOST} … {@code PACKET_OUTGOING}. */
  PACKET_TYPE(4, "type"),
  /** The number of the interface. */
  INTERFACE_INDEX(8, "ifidx"),
  /** The offset of the netlink attribute of type X, searched from offset A. */
  NETLINK_ATTRIBUTE(12, "nla"),
  /** The same among the attributes nested in the one at offset A. */
  NETLINK_ATTRIBUTE_NESTED(16, "nlan"),
  MARK(20, "mark"),
  QUEUE(24, "queue"),
  /** The hardware type of the interface ({@code ARPHRD_*}). */
  HARDWARE_TYPE(28, "hatype"),
  RECEIVE_HASH(32, "rxhash"),
  CPU(36, "cpu"),
  /** No load: A becomes A xor X. */
  XOR_INDEX(40, "xor_x"),
  VLAN_TAG(44, "vlan_tci"),
  VLAN_PRESENT(48, "vlanp"),
  /** Where the transport's payload starts. */
  PAYLOAD_OFFSET(52, "poff"),
  RANDOM(56, "random"),
  /** The VLAN protocol, in host order. */
  VLAN_PROTOCOL(60, "vlan_tpid");

  /** {@code SKF_AD_OFF}. */
  public static final int BASE = -0x1000;

  private static final Ancillary[] BY_NUMBER = values();

  private final int code;
  private final String tcpdumpName;

  Ancillary(int code, String tcpdumpName) {
    this.code = code;
    this.tcpdumpName = tcpdumpName;
  }

  /** The offset of the load that gets this. */
  public int offset() {
    return BASE + code;
  }

  /** What {@code tcpdump -d} prints in brackets. */
  public String tcpdumpName() {
    return tcpdumpName;
  }

  /** What an offset gets, {@code null} if it is none of these. */
  static @Nullable Ancillary at(int offset) {
    int code = offset - BASE;
    return code >= 0 && code <= 60 && code % 4 == 0 ? BY_NUMBER[code / 4] : null;
  }
}
