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
      case PROG_ARRAY,
          PERF_EVENT_ARRAY,
          STACK_TRACE,
          CGROUP_ARRAY,
          LRU_HASH,
          LRU_PERCPU_HASH,
          LPM_TRIE,
          ARRAY_OF_MAPS,
          HASH_OF_MAPS,
          DEVMAP,
          SOCKMAP,
          CPUMAP,
          XSKMAP,
          SOCKHASH,
          CGROUP_STORAGE,
          REUSEPORT_SOCKARRAY,
          PERCPU_CGROUP_STORAGE,
          QUEUE,
          STACK,
          SK_STORAGE,
          DEVMAP_HASH,
          STRUCT_OPS,
          INODE_STORAGE,
          TASK_STORAGE,
          BLOOM_FILTER,
          USER_RINGBUF,
          CGRP_STORAGE,
          ARENA ->
          throw new UnsupportedException(
              "map \"%s\": the vm engine has no maps of type %s"
                  .formatted(spec.name(), spec.type().label()));
    };
  }
}
