package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How {@code bpf_skb_adjust_room} makes room. */
public enum AdjustRoomFlag implements AbiConstant {
  FIXED_GSO(1L << 0, 5, 2),
  ENCAP_L3_IPV4(1L << 1, 5, 2),
  ENCAP_L3_IPV6(1L << 2, 5, 2),
  ENCAP_L4_GRE(1L << 3, 5, 2),
  ENCAP_L4_UDP(1L << 4, 5, 2),
  NO_CSUM_RESET(1L << 5, 5, 8),
  ENCAP_L2_ETH(1L << 6, 5, 13),
  DECAP_L3_IPV4(1L << 7, 6, 3),
  DECAP_L3_IPV6(1L << 8, 6, 3);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  AdjustRoomFlag(long value, int sinceMajor, int sinceMinor) {
    this.value = value;
    this.sinceMajor = sinceMajor;
    this.sinceMinor = sinceMinor;
  }

  @Override
  public long value() {
    return value;
  }

  @Override
  public String constantName() {
    return "BPF_F_ADJ_ROOM_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
