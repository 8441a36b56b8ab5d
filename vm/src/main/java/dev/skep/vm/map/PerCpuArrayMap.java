package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_PERCPU_ARRAY}: an array of values for each CPU; a CPU's values lie together,
 * apart from the others'.
 */
final class PerCpuArrayMap extends VmMap {
  /** Keeps the values of two CPUs out of one cache line. */
  private static final int CACHE_LINE = 64;

  private static final Batches BATCHES = new KeyBatches(false, false);

  private final int entries;
  private final int valueSize;
  private final int cpus;
  private final long stride;
  private final long cpuStride;
  private final MemorySegment values;
  private final long base;

  PerCpuArrayMap(MapHome home, MapSpec spec) {
    MapChecks.require(
        (spec.flags() & MapFlags.NUMA_NODE) == 0, spec, Errno.EINVAL, "per-CPU on a NUMA node");
    ArrayKeys.check(spec, 0);
    MapChecks.require(
        roundUp8(spec.valueSize()) <= MapChecks.PER_CPU_LIMIT,
        spec,
        Errno.E2BIG,
        "value_size beyond what a CPU can hold");
    super(home, spec);
    this.entries = spec.maxEntries();
    this.valueSize = spec.valueSize();
    this.cpus = home.cpus();
    this.stride = roundUp8(valueSize);
    this.cpuStride = stride * entries + (CACHE_LINE - 1) & -CACHE_LINE;
    this.values = allocate(cpuStride * cpus);
    this.base = values.address();
    for (int cpu = 0; cpu < cpus; cpu++) {
      MemorySegment own = values.asSlice(cpu * cpuStride, stride * entries);
      expose(Region.ofCells(valueName(), own, programsMayWrite(), stride, 0, valueSize));
    }
  }

  @Override
  public int valueBytes() {
    return (int) stride * cpus;
  }

  @Override
  public long find(MemorySegment key, long keyAt, int cpu) {
    return findInt(key.get(JAVA_INT_UNALIGNED, keyAt), cpu);
  }

  @Override
  public long findInt(int index, int cpu) {
    return Integer.compareUnsigned(index, entries) < 0 ? base + at(index, cpu) : 0;
  }

  private long at(int index, int cpu) {
    return cpu * cpuStride + index * stride;
  }

  @Override
  public ArrayLayout arrayLayout() {
    return new ArrayLayout(base, entries, stride, cpuStride);
  }

  @Override
  public Region programRegion() {
    return Region.of(valueName(), values, programsMayWrite());
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.ENOENT);
    }
    for (int cpu = 0; cpu < cpus; cpu++) {
      ValueCopy.copy(values, at(index, cpu), value, valueAt + cpu * stride, stride);
    }
    return 0;
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    int refusal =
        flags > MapFlags.EXIST ? error(Errno.EINVAL) : ArrayKeys.refusal(index, entries, flags);
    for (int cpu = 0; refusal == 0 && cpu < cpus; cpu++) {
      ValueCopy.copy(value, valueAt + cpu * stride, values, at(index, cpu), valueSize);
    }
    return refusal;
  }

  @Override
  public int put(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags, int cpu) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    int refusal = ArrayKeys.refusal(index, entries, flags);
    if (refusal == 0) {
      ValueCopy.copy(value, valueAt, values, at(index, cpu), valueSize);
    }
    return refusal;
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    return error(Errno.EINVAL);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return ArrayKeys.following(key, next, entries);
  }

  @Override
  public int forEach(EntryVisitor visitor, int cpu) {
    return ArrayKeys.forEach(this, visitor, entries, cpu);
  }

  @Override
  Batches batches() {
    return BATCHES;
  }
}
