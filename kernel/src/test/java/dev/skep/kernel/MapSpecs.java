package dev.skep.kernel;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.spec.MapSpec;
import java.nio.ByteOrder;

/** A specification that Linux 6.18 accepts, for each type of map. */
final class MapSpecs {
  private static final int NO_PREALLOC = 1;
  private static final int MMAPABLE = 1 << 10;

  private MapSpecs() {}

  static MapSpec of(MapType type, KernelEngine engine) {
    return switch (type) {
      case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY ->
          spec(type, 4, 8, 10);
      case PROG_ARRAY,
          PERF_EVENT_ARRAY,
          CGROUP_ARRAY,
          DEVMAP,
          DEVMAP_HASH,
          SOCKMAP,
          SOCKHASH,
          XSKMAP ->
          spec(type, 4, 4, 10);
      case CPUMAP -> spec(type, 4, 4, 1);
      case REUSEPORT_SOCKARRAY -> spec(type, 4, 8, 10);
      case STACK_TRACE -> spec(type, 4, 8 * 127, 10);
      case LPM_TRIE -> spec(type, 8, 8, 10).withFlags(NO_PREALLOC);
      case ARRAY_OF_MAPS, HASH_OF_MAPS ->
          spec(type, 4, 4, 10).withInner(spec(MapType.ARRAY, 4, 8, 2));
      case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> spec(type, 16, 8, 0);
      case QUEUE, STACK, BLOOM_FILTER -> spec(type, 0, 8, 10);
      case RINGBUF, USER_RINGBUF -> spec(type, 0, 0, 4096);
      case ARENA -> spec(type, 0, 0, 2).withFlags(MMAPABLE);
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE ->
          spec(type, 4, 4, 0).withFlags(NO_PREALLOC).withTypes(intToInt());
      case STRUCT_OPS -> structOps(engine);
    };
  }

  /** Key and value of type {@code int}, as the storages demand. */
  static MapSpec.Types intToInt() {
    BtfBuilder builder = new BtfBuilder(ByteOrder.nativeOrder());
    int id = builder.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED, 32, 0));
    return new MapSpec.Types(builder.build(), id, id);
  }

  private static MapSpec structOps(KernelEngine engine) {
    Btf kernel = engine.catalog().types().orElseThrow();
    int id = kernel.require("bpf_struct_ops_tcp_congestion_ops", BtfType.Struct.class);
    return spec(MapType.STRUCT_OPS, 4, (int) kernel.sizeOf(id), 1)
        .withTypes(new MapSpec.Types(kernel, 0, id));
  }

  private static MapSpec spec(MapType type, int keyBytes, int valueBytes, int entries) {
    return MapSpec.of("a map/of " + type.label(), type, keyBytes, valueBytes, entries);
  }
}
