package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/**
 * How a descriptor of a pinned or numbered object is opened: {@code file_flags}, {@code
 * open_flags}.
 */
public enum MapAccessFlag implements AbiConstant {
  RDONLY(1L << 3, 4, 15),
  WRONLY(1L << 4, 4, 15),
  PATH_FD(1L << 14, 6, 5);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  MapAccessFlag(long value, int sinceMajor, int sinceMinor) {
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
