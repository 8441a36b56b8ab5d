package dev.skep.vm.map;

import dev.skep.engine.UnsupportedException;
import dev.skep.spec.MapSpec;

/** Creates a map of any kind that makes sense without a kernel. */
public final class MapFactory {
  private MapFactory() {}

  /**
   * An empty map.
   *
   * @throws dev.skep.engine.MapException with the error number that Linux would refuse it with
   * @throws UnsupportedException when the kind needs a kernel
   */
  public static VmMap create(MapHome home, MapSpec spec) {
    return switch (spec.type()) {
      case HASH -> new HashMapKind(home, spec);
      case ARRAY -> new ArrayMap(home, spec);
      case PERCPU_HASH -> new PerCpuHashMap(home, spec);
      case PERCPU_ARRAY -> new PerCpuArrayMap(home, spec);
      case RINGBUF -> new RingBufferMap(home, spec);
      case LRU_HASH -> new LruHashMap(home, spec);
      case LRU_PERCPU_HASH -> new LruPerCpuHashMap(home, spec);
      case LPM_TRIE -> new LpmTrieMap(home, spec);
      case PROG_ARRAY -> new ProgramArrayMap(home, spec);
      case ARRAY_OF_MAPS -> new ArrayOfMaps(home, spec);
      case HASH_OF_MAPS -> new HashOfMaps(home, spec);
      case QUEUE, STACK -> new QueueStackMap(home, spec);
      case BLOOM_FILTER -> new BloomFilterMap(home, spec);
      case USER_RINGBUF -> new UserRingBufferMap(home, spec);
      case PERF_EVENT_ARRAY -> new PerfEventArrayMap(home, spec);
      case STACK_TRACE -> new StackTraceMap(home, spec);
      case DEVMAP, CPUMAP, XSKMAP -> new RedirectMap(home, spec);
      case DEVMAP_HASH -> new DeviceHashMap(home, spec);
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> new LocalStorageMap(home, spec);
      case ARENA -> new ArenaMap(home, spec);
      case CGROUP_ARRAY, CGROUP_STORAGE, PERCPU_CGROUP_STORAGE ->
          throw refusal(spec, "it holds control groups of a kernel");
      case SOCKMAP, SOCKHASH, REUSEPORT_SOCKARRAY ->
          throw refusal(spec, "it holds sockets of a kernel");
      case STRUCT_OPS -> throw refusal(spec, "it exchanges functions of a kernel");
    };
  }

  private static UnsupportedException refusal(MapSpec spec, String why) {
    return new UnsupportedException(
        "map \"%s\": the vm engine has no maps of type %s: %s"
            .formatted(spec.name(), spec.type().label(), why));
  }
}
