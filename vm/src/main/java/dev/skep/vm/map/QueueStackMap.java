package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** {@code BPF_MAP_TYPE_QUEUE} and {@code BPF_MAP_TYPE_STACK}: values without keys, in a circle. */
final class QueueStackMap extends VmMap {
  private final boolean stack;
  private final int valueSize;
  private final long stride;
  private final int slots;
  private final MemorySegment values;
  private final SpinLock lock = new SpinLock(1);

  /** The slot of the oldest value. */
  private int tail;

  private int size;

  QueueStackMap(MapHome home, MapSpec spec) {
    MapChecks.flags(spec, MapFlags.NUMA_NODE | MapFlags.ACCESS);
    MapChecks.require(
        spec.maxEntries() != 0 && spec.valueSize() != 0 && spec.keySize() == 0,
        spec,
        Errno.EINVAL,
        "max_entries and value_size must not be zero, key_size must be");
    MapChecks.require(
        spec.valueSize() > 0 && spec.valueSize() <= MapChecks.ELEMENT_LIMIT,
        spec,
        Errno.E2BIG,
        "value_size too large");
    MapChecks.entries(spec);
    super(home, spec);
    this.stack = spec.type() == MapType.STACK;
    this.valueSize = spec.valueSize();
    this.stride = roundUp8(valueSize);
    this.slots = spec.maxEntries();
    this.values = allocate(stride * slots);
  }

  private long at(int position) {
    return (tail + (long) position) % slots * stride;
  }

  @Override
  public int push(MemorySegment value, long valueAt, long flags) {
    boolean replaces = flags == MapFlags.EXIST;
    if (flags != MapFlags.ANY && !replaces) {
      return error(Errno.EINVAL);
    }
    lock.lock(0);
    try {
      if (size == slots) {
        if (!replaces) {
          return error(Errno.E2BIG);
        }
        dropOldest();
      }
      MemorySegment.copy(value, valueAt, values, at(size), valueSize);
      size++;
      return 0;
    } finally {
      lock.unlock(0);
    }
  }

  private void dropOldest() {
    tail = tail + 1 == slots ? 0 : tail + 1;
    size--;
  }

  private int take(MemorySegment value, long valueAt, boolean removes) {
    lock.lock(0);
    try {
      if (size == 0) {
        value.asSlice(valueAt, valueSize).fill((byte) 0);
        return error(Errno.ENOENT);
      }
      MemorySegment.copy(values, at(stack ? size - 1 : 0), value, valueAt, valueSize);
      if (removes && stack) {
        size--;
      } else if (removes) {
        dropOldest();
      }
      return 0;
    } finally {
      lock.unlock(0);
    }
  }

  @Override
  public int pop(MemorySegment value, long valueAt) {
    return take(value, valueAt, true);
  }

  @Override
  public int peek(MemorySegment value, long valueAt) {
    return take(value, valueAt, false);
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return take(value, valueAt, false);
  }

  @Override
  int readAndRemove(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return take(value, valueAt, true);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    return push(value, valueAt, flags);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    return error(Errno.EINVAL);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return error(Errno.EINVAL);
  }
}
