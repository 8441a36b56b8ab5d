package dev.skep.kernel.sys;

/**
 * {@code BPF_MAP_CREATE} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 map_type      4 key_size         8 value_size       12 max_entries
 *  16 map_flags    20 inner_map_fd    24 numa_node        28 map_name[16]
 *  44 map_ifindex  48 btf_fd          52 btf_key_type_id  56 btf_value_type_id
 *  60 btf_vmlinux_value_type_id       64 map_extra (u64)
 *  72 value_type_btf_obj_fd           76 map_token_fd
 * </pre>
 */
public final class MapCreateAttribute {
  public static final int TYPE = 0;

  public static final int KEY_SIZE = 4;

  public static final int VALUE_SIZE = 8;

  public static final int MAX_ENTRIES = 12;

  public static final int FLAGS = 16;

  public static final int INNER_MAP_FD = 20;

  public static final int NUMA_NODE = 24;

  public static final int NAME = 28;

  public static final int BTF_FD = 48;

  public static final int BTF_KEY_TYPE_ID = 52;

  public static final int BTF_VALUE_TYPE_ID = 56;

  public static final int BTF_KERNEL_VALUE_TYPE_ID = 60;

  public static final int EXTRA = 64;

  public static final int BYTES = 80;

  private MapCreateAttribute() {}
}
