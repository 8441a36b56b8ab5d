package dev.skep.vm.map;

import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;

/**
 * {@code BPF_MAP_TYPE_PERCPU_HASH}: each entry has a value for each CPU. A program that creates an
 * entry leaves the other CPUs' values zero.
 */
class PerCpuHashMap extends HashKind {
  private final int valueSize;
  private final long slot;
  private final int cpus;

  PerCpuHashMap(MapHome home, MapSpec spec) {
    this(home, spec, false);
  }

  PerCpuHashMap(MapHome home, MapSpec spec, boolean leastRecentlyUsed) {
    check(spec, true, leastRecentlyUsed);
    super(home, spec, roundUp8(spec.valueSize()) * home.cpus());
    this.valueSize = spec.valueSize();
    this.slot = roundUp8(valueSize);
    this.cpus = home.cpus();
  }

  @Override
  public int valueBytes() {
    return (int) slot * cpus;
  }

  @Override
  final long visible(int element, int cpu) {
    return table.valueAddress(element) + cpu * slot;
  }

  @Override
  final void copyOut(int element, MemorySegment value, long valueAt) {
    ValueCopy.copy(
        table.elements(), table.at(element) + table.valueAt(), value, valueAt, slot * cpus);
  }

  @Override
  final void fill(int element, MemorySegment value, long valueAt, int cpu) {
    long at = table.at(element) + table.valueAt();
    if (cpu >= 0) {
      table.elements().asSlice(at, slot * cpus).fill((byte) 0);
    }
    fillInPlace(element, value, valueAt, cpu);
  }

  @Override
  final void fillInPlace(int element, MemorySegment value, long valueAt, int cpu) {
    long at = table.at(element) + table.valueAt();
    if (cpu >= 0) {
      ValueCopy.copy(value, valueAt, table.elements(), at + cpu * slot, valueSize);
      return;
    }
    for (int each = 0; each < cpus; each++) {
      ValueCopy.copy(value, valueAt + each * slot, table.elements(), at + each * slot, valueSize);
    }
  }

  @Override
  final boolean inPlace(long flags) {
    return true;
  }
}
