package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** Which ring {@code bpf_perf_event_output} writes to, and how much packet it adds. */
public enum PerfOutputFlag implements AbiConstant {
  INDEX_MASK(0xffff_ffffL, 4, 7),
  CURRENT_CPU(0xffff_ffffL, 4, 7),
  CTXLEN_MASK(0xf_ffffL << 32, 4, 8);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  PerfOutputFlag(long value, int sinceMajor, int sinceMinor) {
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
