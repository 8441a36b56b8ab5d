package dev.skep.vm.map;

import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values that come and go, at addresses that stay: chunks of slots, allocated as they are needed.
 * Writers hold a lock of their own; readers need none.
 */
final class ValueSlab {
  private static final int CHUNK_BITS = 8;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final VmMap map;
  private final int valueSize;
  private final long stride;
  private volatile MemorySegment[] chunks = {};
  private int[] free = {};
  private int freeCount;
  private int used;

  ValueSlab(VmMap map, int valueSize) {
    this.map = map;
    this.valueSize = valueSize;
    this.stride = VmMap.roundUp8(valueSize);
  }

  /** A zeroed slot; −1 when the engine's map memory is used up. */
  int take() {
    int slot;
    if (freeCount > 0) {
      slot = free[--freeCount];
    } else if (used >> CHUNK_BITS < chunks.length || grow()) {
      slot = used++;
    } else {
      return -1;
    }
    segment(slot).asSlice(at(slot), stride).fill((byte) 0);
    return slot;
  }

  private boolean grow() {
    MemorySegment chunk = map.allocateMore(stride * CHUNK);
    if (chunk == null) {
      return false;
    }
    map.expose(
        Region.ofCells(map.valueName(), chunk, map.programsMayWrite(), stride, 0, valueSize));
    MemorySegment[] more = Arrays.copyOf(chunks, chunks.length + 1);
    more[chunks.length] = chunk;
    chunks = more;
    return true;
  }

  void giveBack(int slot) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
    }
    free[freeCount++] = slot;
  }

  /** The memory that a slot lies in. */
  MemorySegment segment(int slot) {
    return chunks[slot >> CHUNK_BITS];
  }

  /** Where in its memory a slot starts. */
  long at(int slot) {
    return (slot & CHUNK - 1) * stride;
  }

  long address(int slot) {
    return segment(slot).address() + at(slot);
  }

  void write(int slot, @Nullable MemorySegment value, long valueAt) {
    if (value != null) {
      ValueCopy.copy(value, valueAt, segment(slot), at(slot), valueSize);
    }
  }

  void read(int slot, MemorySegment value, long valueAt) {
    ValueCopy.copy(segment(slot), at(slot), value, valueAt, valueSize);
  }
}
