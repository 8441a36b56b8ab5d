package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How a program is attached: {@code attach_flags} of BPF_PROG_ATTACH and links. */
public enum AttachFlag implements AbiConstant {
  ALLOW_OVERRIDE(1L << 0, 4, 10),
  ALLOW_MULTI(1L << 1, 4, 15),
  REPLACE(1L << 2, 5, 6),
  BEFORE(1L << 3, 6, 6),
  AFTER(1L << 4, 6, 6),
  ID(1L << 5, 6, 6),
  PREORDER(1L << 6, 6, 15),
  LINK(1L << 13, 6, 6);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  AttachFlag(long value, int sinceMajor, int sinceMinor) {
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
