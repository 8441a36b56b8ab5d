package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** What {@code bpf_ringbuf_query} tells of a ring buffer, in bytes. */
public enum RingBufferQuery implements AbiConstant {
  AVAIL_DATA(0, 5, 8),
  RING_SIZE(1, 5, 8),
  CONS_POS(2, 5, 8),
  PROD_POS(3, 5, 8);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  RingBufferQuery(long value, int sinceMajor, int sinceMinor) {
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
