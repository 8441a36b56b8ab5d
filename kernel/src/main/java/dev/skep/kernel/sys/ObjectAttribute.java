package dev.skep.kernel.sys;

/**
 * {@code BPF_OBJ_PIN}, {@code BPF_OBJ_GET}, {@code BPF_*_GET_NEXT_ID}, {@code BPF_*_GET_FD_BY_ID}
 * and {@code BPF_ENABLE_STATS} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 * obj_pin, obj_get   0 pathname (u64)        8 bpf_fd        12 file_flags
 * get_next_id        0 start_id              4 next_id (out) 8 open_flags
 * get_fd_by_id       0 id                    8 open_flags
 * enable_stats       0 type
 * </pre>
 */
public final class ObjectAttribute {
  public static final int PATH = 0;

  public static final int FD = 8;

  public static final int ID = 0;

  public static final int NEXT_ID = 4;

  public static final int STATISTICS_TYPE = 0;

  /** {@code BPF_STATS_RUN_TIME}. */
  public static final int STATISTICS_RUN_TIME = 0;

  public static final int BYTES = 16;

  private ObjectAttribute() {}
}
