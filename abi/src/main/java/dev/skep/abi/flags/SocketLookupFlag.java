package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How {@code bpf_sk_assign} treats a socket chosen before, and reuseport. */
public enum SocketLookupFlag implements AbiConstant {
  REPLACE(1L << 0, 5, 9),
  NO_REUSEPORT(1L << 1, 5, 9);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  SocketLookupFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_SK_LOOKUP_F_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
