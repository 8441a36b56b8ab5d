package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How a program is run by BPF_PROG_TEST_RUN: {@code test.flags}. */
public enum TestRunFlag implements AbiConstant {
  TEST_RUN_ON_CPU(1L << 0, 5, 10),
  TEST_XDP_LIVE_FRAMES(1L << 1, 5, 18),
  TEST_SKB_CHECKSUM_COMPLETE(1L << 2, 6, 11);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  TestRunFlag(long value, int sinceMajor, int sinceMinor) {
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
