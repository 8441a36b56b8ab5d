package dev.skep.abi;

import java.util.Optional;

/** What kind of storage a map is: {@code enum bpf_map_type} of linux/bpf.h, as of Linux 6.18. */
public enum MapType {
  HASH(1, "hash", "3.19"),
  ARRAY(2, "array", "3.19"),
  PROG_ARRAY(3, "prog_array", "4.2"),
  PERF_EVENT_ARRAY(4, "perf_event_array", "4.3"),
  PERCPU_HASH(5, "percpu_hash", "4.6"),
  PERCPU_ARRAY(6, "percpu_array", "4.6"),
  STACK_TRACE(7, "stack_trace", "4.6"),
  CGROUP_ARRAY(8, "cgroup_array", "4.8"),
  LRU_HASH(9, "lru_hash", "4.10"),
  LRU_PERCPU_HASH(10, "lru_percpu_hash", "4.10"),
  LPM_TRIE(11, "lpm_trie", "4.11"),
  ARRAY_OF_MAPS(12, "array_of_maps", "4.12"),
  HASH_OF_MAPS(13, "hash_of_maps", "4.12"),
  DEVMAP(14, "devmap", "4.14"),
  SOCKMAP(15, "sockmap", "4.14"),
  CPUMAP(16, "cpumap", "4.15"),
  XSKMAP(17, "xskmap", "4.18"),
  SOCKHASH(18, "sockhash", "4.18"),
  CGROUP_STORAGE(19, "cgroup_storage", "4.19"),
  REUSEPORT_SOCKARRAY(20, "reuseport_sockarray", "4.19"),
  PERCPU_CGROUP_STORAGE(21, "percpu_cgroup_storage", "4.20"),
  QUEUE(22, "queue", "4.20"),
  STACK(23, "stack", "4.20"),
  SK_STORAGE(24, "sk_storage", "5.2"),
  DEVMAP_HASH(25, "devmap_hash", "5.4"),
  STRUCT_OPS(26, "struct_ops", "5.6"),
  RINGBUF(27, "ringbuf", "5.8"),
  INODE_STORAGE(28, "inode_storage", "5.10"),
  TASK_STORAGE(29, "task_storage", "5.11"),
  BLOOM_FILTER(30, "bloom_filter", "5.16"),
  USER_RINGBUF(31, "user_ringbuf", "6.1"),
  CGRP_STORAGE(32, "cgrp_storage", "6.2"),
  ARENA(33, "arena", "6.9");

  private static final MapType[] ALL = values();

  private final int code;
  private final String label;
  private final KernelVersion since;

  MapType(int code, String label, String since) {
    this.code = code;
    this.label = label;
    this.since = KernelVersion.parse(since);
  }

  /** The number in the ABI. */
  public int code() {
    return code;
  }

  /** The name as bpftool spells it. */
  public String label() {
    return label;
  }

  /** The kernel that introduced it. */
  public KernelVersion since() {
    return since;
  }

  /** The name in linux/bpf.h. */
  public String constantName() {
    return "BPF_MAP_TYPE_" + name();
  }

  /** Whether each possible CPU has a value of its own. */
  public boolean isPerCpu() {
    return switch (this) {
      case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE -> true;
      default -> false;
    };
  }

  /** The map type with a number, or empty when this table has none. */
  public static Optional<MapType> of(int code) {
    for (MapType each : ALL) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The map type with a label as bpftool spells it, or empty when this table has none. */
  public static Optional<MapType> ofLabel(String label) {
    for (MapType each : ALL) {
      if (each.label.equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
