package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;

/** {@code BPF_MAP_TYPE_DEVMAP_HASH}: redirect targets by any index. */
final class DeviceHashMap extends HashMapKind {
  DeviceHashMap(MapHome home, MapSpec spec) {
    MapChecks.flags(spec, RedirectMap.FLAGS);
    MapChecks.keyBytes(spec, 4);
    boolean pair = spec.valueSize() == 8;
    MapChecks.require(
        spec.valueSize() == 4 || pair,
        spec,
        Errno.EINVAL,
        "value_size must be 4, or 8 with a program");
    super(home, spec);
  }

  @Override
  public int put(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags, int cpu) {
    // There is no device with index 0.
    return value.get(JAVA_INT_UNALIGNED, valueAt) == 0
        ? error(Errno.EINVAL)
        : super.put(key, keyAt, value, valueAt, flags, cpu);
  }

  @Override
  Batches batches() {
    return Batches.NONE;
  }
}
