package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** Which stack {@code bpf_get_stackid} and {@code bpf_get_stack} walk, and how. */
public enum StackFlag implements AbiConstant {
  SKIP_FIELD_MASK(0xff, 4, 6),
  USER_STACK(1L << 8, 4, 6),
  FAST_STACK_CMP(1L << 9, 4, 6),
  REUSE_STACKID(1L << 10, 4, 6),
  USER_BUILD_ID(1L << 11, 4, 18);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  StackFlag(long value, int sinceMajor, int sinceMinor) {
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
