package dev.skep.vm.map;

import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;

/**
 * {@code BPF_MAP_TYPE_HASH}. An update of an entry puts a new element in its place, so that readers
 * see the old value or the new one whole.
 */
class HashMapKind extends HashKind {
  private final int valueSize;

  HashMapKind(MapHome home, MapSpec spec) {
    this(home, spec, false);
  }

  HashMapKind(MapHome home, MapSpec spec, boolean leastRecentlyUsed) {
    check(spec, false, leastRecentlyUsed);
    super(home, spec, spec.valueSize());
    this.valueSize = spec.valueSize();
  }

  @Override
  final long visible(int element, int cpu) {
    return table.valueAddress(element);
  }

  @Override
  void copyOut(int element, MemorySegment value, long valueAt) {
    ValueCopy.copy(
        table.elements(), table.at(element) + table.valueAt(), value, valueAt, valueSize);
  }

  @Override
  void fill(int element, MemorySegment value, long valueAt, int cpu) {
    ValueCopy.copy(
        value, valueAt, table.elements(), table.at(element) + table.valueAt(), valueSize);
  }

  @Override
  final boolean inPlace(long flags) {
    return false;
  }
}
