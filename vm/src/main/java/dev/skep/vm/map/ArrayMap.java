package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** {@code BPF_MAP_TYPE_ARRAY}: values in a row, all of them there from the start. */
final class ArrayMap extends VmMap {
  private static final Batches BATCHES = new KeyBatches(false, false);

  private final int entries;
  private final int valueSize;
  private final long stride;
  private final MemorySegment values;
  private final long base;

  ArrayMap(MapHome home, MapSpec spec) {
    ArrayKeys.check(spec, MapFlags.MMAPABLE | MapFlags.INNER_MAP);
    super(home, spec);
    this.entries = spec.maxEntries();
    this.valueSize = spec.valueSize();
    this.stride = roundUp8(valueSize);
    this.values = allocate(stride * entries);
    this.base = values.address();
    expose(
        entries == 1
            ? Region.of(valueName(), values.asSlice(0, valueSize), programsMayWrite())
            : Region.ofCells(valueName(), values, programsMayWrite(), stride, 0, valueSize));
  }

  @Override
  public long find(MemorySegment key, long keyAt, int cpu) {
    return findInt(key.get(JAVA_INT_UNALIGNED, keyAt), cpu);
  }

  @Override
  public long findInt(int index, int cpu) {
    return Integer.compareUnsigned(index, entries) < 0 ? base + index * stride : 0;
  }

  @Override
  public ArrayLayout arrayLayout() {
    return new ArrayLayout(base, entries, stride, 0);
  }

  @Override
  public long valueAddress(int offset) {
    if (entries != 1 || Integer.compareUnsigned(offset, valueSize) >= 0) {
      return super.valueAddress(offset);
    }
    return base + offset;
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.ENOENT);
    }
    ValueCopy.copy(values, index * stride, value, valueAt, valueSize);
    return 0;
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    int refusal = ArrayKeys.refusal(index, entries, flags);
    if (refusal == 0) {
      ValueCopy.copy(value, valueAt, values, index * stride, valueSize);
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

  @Override
  public MemorySegment memory() {
    mayMap();
    return values;
  }
}
