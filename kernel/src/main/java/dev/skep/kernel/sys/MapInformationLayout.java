package dev.skep.kernel.sys;

/**
 * {@code struct bpf_map_info} (linux/bpf.h).
 *
 * <pre>
 *   0 type          4 id              8 key_size   12 value_size
 *  16 max_entries  20 map_flags      24 name[16]   40 ifindex
 *  44 btf_vmlinux_value_type_id      48 netns_dev (u64)   56 netns_ino (u64)
 *  64 btf_id       68 btf_key_type_id              72 btf_value_type_id
 *  76 btf_vmlinux_id                 80 map_extra (u64)
 * </pre>
 */
public final class MapInformationLayout {
  public static final int TYPE = 0;

  public static final int ID = 4;

  public static final int KEY_SIZE = 8;

  public static final int VALUE_SIZE = 12;

  public static final int MAX_ENTRIES = 16;

  public static final int FLAGS = 20;

  public static final int NAME = 24;

  public static final int BTF_ID = 64;

  public static final int EXTRA = 80;

  public static final int BYTES = 88;

  private MapInformationLayout() {}
}
