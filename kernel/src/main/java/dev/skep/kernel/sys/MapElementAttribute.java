package dev.skep.kernel.sys;

/**
 * {@code BPF_MAP_*_ELEM}, {@code BPF_MAP_GET_NEXT_KEY} and {@code BPF_MAP_FREEZE} of {@code union
 * bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 map_fd   4 (padding)   8 key (u64)   16 value or next_key (u64)   24 flags (u64)
 * </pre>
 */
public final class MapElementAttribute {
  public static final int MAP_FD = 0;

  public static final int KEY = 8;

  public static final int VALUE = 16;

  public static final int FLAGS = 24;

  public static final int BYTES = 32;

  private MapElementAttribute() {}
}
