package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;

/** How a map is created: {@code map_flags} of BPF_MAP_CREATE. */
public enum MapCreateFlag implements AbiConstant {
  NO_PREALLOC(1L << 0, 4, 6),
  NO_COMMON_LRU(1L << 1, 4, 10),
  NUMA_NODE(1L << 2, 4, 14),
  RDONLY(1L << 3, 4, 15),
  WRONLY(1L << 4, 4, 15),
  STACK_BUILD_ID(1L << 5, 4, 17),
  ZERO_SEED(1L << 6, 5, 0),
  RDONLY_PROG(1L << 7, 5, 2),
  WRONLY_PROG(1L << 8, 5, 2),
  CLONE(1L << 9, 5, 4),
  MMAPABLE(1L << 10, 5, 5),
  PRESERVE_ELEMS(1L << 11, 5, 10),
  INNER_MAP(1L << 12, 5, 10),
  LINK(1L << 13, 6, 4),
  PATH_FD(1L << 14, 6, 5),
  VTYPE_BTF_OBJ_FD(1L << 15, 6, 9),
  TOKEN_FD(1L << 16, 6, 9),
  SEGV_ON_FAULT(1L << 17, 6, 9),
  NO_USER_CONV(1L << 18, 6, 9);

  private final long value;
  private final int sinceMajor;
  private final int sinceMinor;

  MapCreateFlag(long value, int sinceMajor, int sinceMinor) {
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
