package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** Whether a local storage look-up creates what is missing. */
public enum StorageFlag implements AbiConstant {
  CREATE(1L << 0, 5, 10);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  StorageFlag(long value, int sinceMajor, int sinceMinor) {
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
    return "BPF_LOCAL_STORAGE_GET_F_" + name();
  }

  @Override
  public KernelVersion since() {
    return new KernelVersion(sinceMajor, sinceMinor, 0);
  }
}
