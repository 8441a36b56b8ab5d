package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How {@code bpf_fib_lookup} searches. */
public enum FibLookupFlag implements AbiConstant {
  DIRECT(1L << 0, 4, 18),
  OUTPUT(1L << 1, 4, 18),
  SKIP_NEIGH(1L << 2, 6, 3),
  TBID(1L << 3, 6, 5),
  SRC(1L << 4, 6, 7),
  MARK(1L << 5, 6, 10);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  FibLookupFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_FIB_LOOKUP_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
