package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** Where {@code bpf_redirect} and {@code bpf_redirect_map} send a packet. */
public enum RedirectFlag implements AbiConstant {
  INGRESS(1L << 0, 4, 2),
  BROADCAST(1L << 3, 5, 14),
  EXCLUDE_INGRESS(1L << 4, 5, 14);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  RedirectFlag(long value, int sinceMajor, int sinceMinor) {
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
