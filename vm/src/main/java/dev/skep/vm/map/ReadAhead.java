package dev.skep.vm.map;

import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Entries of a bucket that a batch had no room for. */
final class ReadAhead {
  private final VmMap map;
  private final MemorySegment keys;
  private final MemorySegment values;
  private final int count;
  private int at;

  ReadAhead(VmMap map, MemorySegment keys, MemorySegment values, int count) {
    this.map = map;
    this.keys = keys;
    this.values = values;
    this.count = count;
  }

  /** Hands out as many entries as there is room for; the rest stays in the cursor. */
  BatchResult moveTo(BatchCursor cursor, MemorySegment keyRoom, MemorySegment valueRoom, int room) {
    int moved = Math.min(room, count - at);
    long keySize = map.spec().keySize();
    long valueSize = map.valueBytes();
    MemorySegment.copy(keys, at * keySize, keyRoom, 0, moved * keySize);
    MemorySegment.copy(values, at * valueSize, valueRoom, 0, moved * valueSize);
    at += moved;
    cursor.readAhead(at < count ? this : null);
    return new BatchResult(moved, false, Optional.empty());
  }
}
