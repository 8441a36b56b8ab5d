package dev.skep.vm.map;

/** Flags of map creation and of updates: {@code BPF_F_*} of linux/bpf.h. */
public final class MapFlags {
  /** {@code BPF_ANY}: create or replace. */
  public static final long ANY = 0;

  /** {@code BPF_NOEXIST}: create only. */
  public static final long NO_EXIST = 1;

  /** {@code BPF_EXIST}: replace only. */
  public static final long EXIST = 2;

  /** {@code BPF_F_LOCK}: under the value's spin lock. */
  public static final long LOCK = 4;

  static final int NO_PREALLOC = 1 << 0;
  static final int NO_COMMON_LRU = 1 << 1;
  static final int NUMA_NODE = 1 << 2;
  static final int RDONLY = 1 << 3;
  static final int WRONLY = 1 << 4;
  static final int STACK_BUILD_ID = 1 << 5;
  static final int ZERO_SEED = 1 << 6;
  static final int RDONLY_PROG = 1 << 7;
  static final int WRONLY_PROG = 1 << 8;
  static final int CLONE = 1 << 9;
  static final int MMAPABLE = 1 << 10;
  static final int PRESERVE_ELEMS = 1 << 11;
  static final int INNER_MAP = 1 << 12;
  static final int SEGV_ON_FAULT = 1 << 17;
  static final int NO_USER_CONV = 1 << 18;

  /** Who may read and write, from user space and from programs. */
  static final int ACCESS = RDONLY | WRONLY | RDONLY_PROG | WRONLY_PROG;

  private MapFlags() {}
}
