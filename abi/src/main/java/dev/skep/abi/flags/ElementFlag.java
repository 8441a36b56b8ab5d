package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How an element is looked up or updated: {@code flags} of map commands and helpers. */
public enum ElementFlag implements AbiConstant {
  ANY(0, 3, 19),
  NOEXIST(1, 3, 19),
  EXIST(2, 3, 19),
  F_LOCK(4, 5, 1);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  ElementFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
