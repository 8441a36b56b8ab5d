package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How {@code bpf_skb_set_tunnel_key} and {@code bpf_skb_get_tunnel_key} describe a tunnel. */
public enum TunnelFlag implements AbiConstant {
  TUNINFO_IPV6(1L << 0, 4, 5),
  ZERO_CSUM_TX(1L << 1, 4, 5),
  DONT_FRAGMENT(1L << 2, 4, 6),
  SEQ_NUMBER(1L << 3, 4, 17),
  NO_TUNNEL_KEY(1L << 4, 6, 3),
  TUNINFO_FLAGS(1L << 4, 6, 1);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  TunnelFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_F_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
