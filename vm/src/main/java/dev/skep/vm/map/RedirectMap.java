package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_DEVMAP}, {@code CPUMAP}, {@code XSKMAP}: where packets can be redirected to.
 * Here a target is only a name: what a run asked for is reported to whoever gave the packet.
 */
public final class RedirectMap extends VmMap {
  /** {@code DEV_CREATE_FLAG_MASK}. */
  static final int FLAGS = MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY;

  /** The longest {@code bpf_cpumap_val}: a queue size. */
  private static final int QUEUE_LIMIT = 16384;

  private final int entries;
  private final int valueSize;
  private final long stride;
  private final MemorySegment values;
  private final AtomicIntegerArray present;

  RedirectMap(MapHome home, MapSpec spec) {
    MapChecks.flags(spec, spec.type() == MapType.CPUMAP ? MapFlags.NUMA_NODE : FLAGS);
    MapChecks.keyBytes(spec, 4);
    boolean pair = spec.valueSize() == 8 && spec.type() != MapType.XSKMAP;
    MapChecks.require(
        spec.valueSize() == 4 || pair,
        spec,
        Errno.EINVAL,
        "value_size must be 4, or 8 with a program");
    MapChecks.entries(spec);
    super(home, spec);
    this.entries = spec.maxEntries();
    this.valueSize = spec.valueSize();
    this.stride = roundUp8(valueSize);
    this.values = allocate(stride * entries);
    this.present = new AtomicIntegerArray(entries);
    expose(Region.ofCells(valueName(), values, false, stride, 0, valueSize));
  }

  private boolean has(int index) {
    return Integer.compareUnsigned(index, entries) < 0 && present.get(index) != 0;
  }

  @Override
  public long find(MemorySegment key, long keyAt, int cpu) {
    return findInt(key.get(JAVA_INT_UNALIGNED, keyAt), cpu);
  }

  @Override
  public long findInt(int index, int cpu) {
    return has(index) ? values.address() + index * stride : 0;
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (!has(index)) {
      return error(Errno.ENOENT);
    }
    ValueCopy.copy(values, index * stride, value, valueAt, valueSize);
    return 0;
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    int target = value.get(JAVA_INT_UNALIGNED, valueAt);
    if (flags > MapFlags.EXIST || flags < 0) {
      return error(Errno.EINVAL);
    }
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.E2BIG);
    }
    if (flags == MapFlags.NO_EXIST) {
      return error(Errno.EEXIST);
    }
    if (spec().type() == MapType.CPUMAP && Integer.compareUnsigned(target, QUEUE_LIMIT) > 0) {
      return error(Errno.EOVERFLOW);
    }
    ValueCopy.copy(value, valueAt, values, index * stride, valueSize);
    // A target of 0 empties the entry of a device or CPU map.
    present.set(index, target == 0 && spec().type() != MapType.XSKMAP ? 0 : 1);
    return 0;
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.EINVAL);
    }
    present.set(index, 0);
    return 0;
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return ArrayKeys.following(key, next, entries);
  }
}
