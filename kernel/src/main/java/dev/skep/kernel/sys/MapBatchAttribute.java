package dev.skep.kernel.sys;

/**
 * {@code BPF_MAP_*_BATCH} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 in_batch (u64)    8 out_batch (u64)   16 keys (u64)       24 values (u64)
 *  32 count            36 map_fd            40 elem_flags (u64) 48 flags (u64)
 * </pre>
 */
public final class MapBatchAttribute {
  public static final int IN_BATCH = 0;

  public static final int OUT_BATCH = 8;

  public static final int KEYS = 16;

  public static final int VALUES = 24;

  /** In: how many are asked for; out: how many were done. */
  public static final int COUNT = 32;

  public static final int MAP_FD = 36;

  public static final int ELEMENT_FLAGS = 40;

  public static final int BYTES = 56;

  private MapBatchAttribute() {}
}
