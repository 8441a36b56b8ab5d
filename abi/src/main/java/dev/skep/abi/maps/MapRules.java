package dev.skep.abi.maps;

import static dev.skep.abi.flags.MapCreateFlag.*;

import dev.skep.abi.MapType;
import dev.skep.abi.flags.MapCreateFlag;
import java.util.Set;

/**
 * What BPF_MAP_CREATE accepts for a map type, as Linux 6.18 answers it. Limits that depend on the
 * machine's memory are not among them, nor {@link MapCreateFlag#TOKEN_FD}, which goes with any
 * type.
 *
 * @param type the map type
 * @param key the bytes of a key
 * @param value the bytes of a value; of stack traces as many as {@code perf_event_max_stack} is by
 *     default
 * @param entries what {@code max_entries} must be
 * @param flags the flags that may be given
 * @param required the flags that must be given
 */
public record MapRules(
    MapType type,
    SizeRule key,
    SizeRule value,
    EntriesRule entries,
    Set<MapCreateFlag> flags,
    Set<MapCreateFlag> required) {
  private static final SizeRule NOTHING = SizeRule.exactly(0);
  private static final SizeRule U32 = SizeRule.exactly(4);
  private static final SizeRule U32_OR_U64 = new SizeRule(4, 8, 4);
  private static final SizeRule ANY = SizeRule.atLeast(1);
  private static final Set<MapCreateFlag> NONE = Set.of();

  public MapRules {
    flags = Set.copyOf(flags);
    required = Set.copyOf(required);
  }

  /** The rules of a map type. */
  public static MapRules of(MapType type) {
    return switch (type) {
      case HASH ->
          rules(
              type,
              ANY,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NO_PREALLOC, NUMA_NODE, RDONLY, WRONLY, ZERO_SEED, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case ARRAY ->
          rules(
              type,
              U32,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG, MMAPABLE, INNER_MAP),
              NONE);
      case PROG_ARRAY ->
          rules(type, U32, U32, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case PERF_EVENT_ARRAY ->
          rules(
              type,
              U32,
              U32,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, PRESERVE_ELEMS),
              NONE);
      case PERCPU_HASH ->
          rules(
              type,
              ANY,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NO_PREALLOC, RDONLY, WRONLY, ZERO_SEED, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case PERCPU_ARRAY ->
          rules(
              type,
              U32,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case STACK_TRACE ->
          rules(
              type,
              U32,
              new SizeRule(8, 127 * 8, 8),
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, STACK_BUILD_ID),
              NONE);
      case CGROUP_ARRAY ->
          rules(type, U32, U32, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case LRU_HASH ->
          rules(
              type,
              ANY,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NO_COMMON_LRU, NUMA_NODE, RDONLY, WRONLY, ZERO_SEED, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case LRU_PERCPU_HASH ->
          rules(
              type,
              ANY,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NO_COMMON_LRU, RDONLY, WRONLY, ZERO_SEED, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case LPM_TRIE ->
          rules(
              type,
              new SizeRule(5, 260, 1),
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NO_PREALLOC, NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case ARRAY_OF_MAPS ->
          rules(type, U32, U32, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case HASH_OF_MAPS ->
          rules(
              type,
              ANY,
              U32,
              EntriesRule.POSITIVE,
              Set.of(NO_PREALLOC, NUMA_NODE, RDONLY, WRONLY, ZERO_SEED, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case DEVMAP ->
          rules(
              type, U32, U32_OR_U64, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case SOCKMAP ->
          rules(
              type, U32, U32_OR_U64, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case CPUMAP -> rules(type, U32, U32_OR_U64, EntriesRule.POSITIVE, Set.of(NUMA_NODE), NONE);
      case XSKMAP ->
          rules(type, U32, U32, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case SOCKHASH ->
          rules(
              type,
              new SizeRule(1, 512, 1),
              U32_OR_U64,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY),
              NONE);
      case CGROUP_STORAGE ->
          rules(
              type,
              new SizeRule(8, 16, 8),
              ANY,
              EntriesRule.ZERO,
              Set.of(NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case REUSEPORT_SOCKARRAY ->
          rules(
              type,
              U32,
              U32_OR_U64,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case PERCPU_CGROUP_STORAGE ->
          rules(
              type,
              new SizeRule(8, 16, 8),
              ANY,
              EntriesRule.ZERO,
              Set.of(NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case QUEUE ->
          rules(
              type,
              NOTHING,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case STACK ->
          rules(
              type,
              NOTHING,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case SK_STORAGE ->
          rules(type, U32, ANY, EntriesRule.ZERO, Set.of(NO_PREALLOC, CLONE), Set.of(NO_PREALLOC));
      case DEVMAP_HASH ->
          rules(
              type, U32, U32_OR_U64, EntriesRule.POSITIVE, Set.of(NUMA_NODE, RDONLY, WRONLY), NONE);
      case STRUCT_OPS ->
          rules(type, U32, ANY, EntriesRule.ONE, Set.of(LINK, VTYPE_BTF_OBJ_FD), NONE);
      case RINGBUF ->
          rules(type, NOTHING, NOTHING, EntriesRule.RING_BYTES, Set.of(NUMA_NODE), NONE);
      case INODE_STORAGE ->
          rules(type, U32, ANY, EntriesRule.ZERO, Set.of(NO_PREALLOC, CLONE), Set.of(NO_PREALLOC));
      case TASK_STORAGE ->
          rules(type, U32, ANY, EntriesRule.ZERO, Set.of(NO_PREALLOC, CLONE), Set.of(NO_PREALLOC));
      case BLOOM_FILTER ->
          rules(
              type,
              NOTHING,
              ANY,
              EntriesRule.POSITIVE,
              Set.of(NUMA_NODE, RDONLY, WRONLY, ZERO_SEED, RDONLY_PROG, WRONLY_PROG),
              NONE);
      case USER_RINGBUF ->
          rules(type, NOTHING, NOTHING, EntriesRule.RING_BYTES, Set.of(NUMA_NODE), NONE);
      case CGRP_STORAGE ->
          rules(type, U32, ANY, EntriesRule.ZERO, Set.of(NO_PREALLOC, CLONE), Set.of(NO_PREALLOC));
      case ARENA ->
          rules(
              type,
              NOTHING,
              NOTHING,
              EntriesRule.POSITIVE,
              Set.of(MMAPABLE, SEGV_ON_FAULT, NO_USER_CONV),
              Set.of(MMAPABLE));
    };
  }

  /**
   * Whether the keys and values must be described by BTF: local storages are found by the type of
   * their value.
   */
  public boolean needsBtf() {
    return switch (type) {
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE, STRUCT_OPS -> true;
      default -> false;
    };
  }

  private static MapRules rules(
      MapType type,
      SizeRule key,
      SizeRule value,
      EntriesRule entries,
      Set<MapCreateFlag> flags,
      Set<MapCreateFlag> required) {
    return new MapRules(type, key, value, entries, flags, required);
  }
}
