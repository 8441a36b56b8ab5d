package dev.skep.kernel;

import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Entries that a batch had to read beyond the caller's room; handed out by the calls after it. */
final class ReadAhead {
  private final KernelMap map;
  private final MemorySegment keys;
  private final MemorySegment values;
  private final int count;
  private final boolean end;
  private int given;

  ReadAhead(KernelMap map, MemorySegment keys, MemorySegment values, int count, boolean end) {
    this.map = map;
    this.keys = keys;
    this.values = values;
    this.count = count;
    this.end = end;
  }

  /** Copies what fits into the caller's memory, and stays with the cursor while more is left. */
  BatchResult moveTo(BatchCursor cursor, MemorySegment toKeys, MemorySegment toValues, int room) {
    int moved = Math.min(room, count - given);
    copy(keys, toKeys, map.spec().keySize(), moved);
    copy(values, toValues, map.valueBytes(), moved);
    given += moved;
    boolean spent = given == count;
    cursor.readAhead(spent ? null : this);
    return new BatchResult(moved, spent && end, Optional.empty());
  }

  private void copy(MemorySegment from, MemorySegment to, long each, int moved) {
    MemorySegment.copy(from, given * each, to, 0, moved * each);
  }
}
