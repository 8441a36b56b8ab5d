package dev.skep.engine;

/**
 * Whether an update may create or must replace: {@code BPF_ANY}, {@code BPF_NOEXIST}, {@code
 * BPF_EXIST} of linux/bpf.h.
 */
public enum UpdateMode {
  ANY(0),
  NO_EXIST(1),
  EXIST(2);

  private final int flags;

  UpdateMode(int flags) {
    this.flags = flags;
  }

  /** The number in the ABI. */
  public int flags() {
    return flags;
  }
}
