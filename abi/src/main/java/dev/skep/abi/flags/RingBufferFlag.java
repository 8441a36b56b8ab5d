package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** Whether submitting a ring buffer record wakes the reader. */
public enum RingBufferFlag implements AbiConstant {
  NO_WAKEUP(1L << 0, 5, 8),
  FORCE_WAKEUP(1L << 1, 5, 8);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  RingBufferFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_RB_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
