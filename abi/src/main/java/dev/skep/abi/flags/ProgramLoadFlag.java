package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How a program is loaded: {@code prog_flags} of BPF_PROG_LOAD. */
public enum ProgramLoadFlag implements AbiConstant {
  STRICT_ALIGNMENT(1L << 0, 4, 12),
  ANY_ALIGNMENT(1L << 1, 5, 0),
  TEST_RND_HI32(1L << 2, 5, 3),
  TEST_STATE_FREQ(1L << 3, 5, 4),
  SLEEPABLE(1L << 4, 5, 10),
  XDP_HAS_FRAGS(1L << 5, 5, 18),
  XDP_DEV_BOUND_ONLY(1L << 6, 6, 3),
  TEST_REG_INVARIANTS(1L << 7, 6, 8);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  ProgramLoadFlag(long value, int sinceMajor, int sinceMinor) {
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
