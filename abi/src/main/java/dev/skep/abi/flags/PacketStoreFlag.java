package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** What {@code bpf_skb_store_bytes} does besides storing. */
public enum PacketStoreFlag implements AbiConstant {
  RECOMPUTE_CSUM(1L << 0, 4, 1),
  INVALIDATE_HASH(1L << 1, 4, 6);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  PacketStoreFlag(long value, int sinceMajor, int sinceMinor) {
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
