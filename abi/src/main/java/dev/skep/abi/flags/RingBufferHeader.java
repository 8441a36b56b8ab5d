package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** The first word of a ring buffer record: flags over its length, and the size of both words. */
public enum RingBufferHeader implements AbiConstant {
  BUSY_BIT(1L << 31, 5, 8),
  DISCARD_BIT(1L << 30, 5, 8),
  HDR_SZ(8, 5, 8);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  RingBufferHeader(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_RINGBUF_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
