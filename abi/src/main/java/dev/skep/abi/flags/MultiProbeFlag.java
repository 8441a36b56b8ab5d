package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How a multi-probe link attaches: {@code kprobe_multi.flags}, {@code uprobe_multi.flags}. */
public enum MultiProbeFlag implements AbiConstant {
  KPROBE_MULTI_RETURN(1, 5, 18),
  UPROBE_MULTI_RETURN(1, 6, 6);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  MultiProbeFlag(long value, int sinceMajor, int sinceMinor) {
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
