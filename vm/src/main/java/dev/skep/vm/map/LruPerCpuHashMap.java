package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;

/** {@code BPF_MAP_TYPE_LRU_PERCPU_HASH}: a per-CPU hash that is never full. */
final class LruPerCpuHashMap extends PerCpuHashMap {
  private final LruEviction eviction;

  LruPerCpuHashMap(MapHome home, MapSpec spec) {
    super(home, spec, true);
    this.eviction = new LruEviction(table, table.elementCount());
  }

  @Override
  int takeForNew(int bucket) {
    int element = table.take();
    return element >= 0 ? element : eviction.evict(bucket);
  }

  @Override
  int full() {
    return error(Errno.ENOMEM);
  }

  @Override
  void touched(int element) {
    eviction.touched(element);
  }
}
