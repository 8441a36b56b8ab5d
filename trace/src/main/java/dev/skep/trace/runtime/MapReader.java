package dev.skep.trace.runtime;

import dev.skep.abi.Errno;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import dev.skep.engine.BpfMap;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.trace.types.Content;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Reads a script's map, and changes it from user space. */
final class MapReader {
  private static final int FIRST_BATCH = 64;

  private final ScriptMap map;
  private final BpfMap live;

  MapReader(ScriptMap map, BpfMap live) {
    this.map = map;
    this.live = live;
  }

  ScriptMap map() {
    return map;
  }

  Reading read() {
    Reading reading = new Reading();
    try (Arena arena = Arena.ofConfined()) {
      if (map.array()) {
        array(arena, reading);
      } else {
        hash(arena, reading);
      }
    }
    return reading;
  }

  private void array(Arena arena, Reading reading) {
    MemorySegment key = arena.allocate(4, 8);
    MemorySegment value = arena.allocate(live.valueBytes(), 8);
    int entries = Math.max(1, map.content().buckets());
    for (int i = 0; i < entries; i++) {
      key.set(ValueLayout.JAVA_INT, 0, i);
      if (live.lookup(key, value)) {
        merge(reading, Key.NONE, i, value);
      }
    }
  }

  private void hash(Arena arena, Reading reading) {
    int room = Math.min(FIRST_BATCH, map.spec().maxEntries());
    BatchCursor cursor = new BatchCursor(map.keyBytes());
    MemorySegment keys = arena.allocate((long) room * map.keyBytes(), 8);
    MemorySegment values = arena.allocate((long) room * live.valueBytes(), 8);
    while (true) {
      BatchResult result = live.lookupBatch(cursor, keys, values, room);
      if (result.error().isPresent() && result.error().get() == Errno.ENOSPC) {
        room *= 2;
        keys = arena.allocate((long) room * map.keyBytes(), 8);
        values = arena.allocate((long) room * live.valueBytes(), 8);
        continue;
      }
      if (result.error().isPresent() && !result.end()) {
        throw new MapException(
            result.error().get(),
            "reading the map " + map.name() + " failed: " + result.error().get());
      }
      for (int i = 0; i < result.count(); i++) {
        entry(
            reading,
            keys.asSlice((long) i * map.keyBytes(), map.keyBytes()),
            values.asSlice((long) i * live.valueBytes(), live.valueBytes()));
      }
      if (result.end()) {
        return;
      }
    }
  }

  private void entry(Reading reading, MemorySegment key, MemorySegment value) {
    byte[] parts = key.asSlice(0, map.partsBytes()).toArray(ValueLayout.JAVA_BYTE);
    if (map.content() instanceof Content.Scalar(Type.Text _)) {
      byte[] text = value.asSlice(0, map.valueBytes()).toArray(ValueLayout.JAVA_BYTE);
      reading.texts().put(Key.of(parts), Texts.decode(text, 0, text.length));
      return;
    }
    int bucket =
        map.bucketInKey() ? (int) key.get(ValueLayout.JAVA_LONG_UNALIGNED, map.partsBytes()) : 0;
    merge(reading, Key.of(parts), bucket, value);
  }

  private void merge(Reading reading, Key key, int bucket, MemorySegment value) {
    int buckets = map.content().buckets();
    long[] cells = reading.cells().get(key);
    if (cells == null) {
      cells = new long[buckets > 0 ? buckets : map.content().words()];
      reading.cells().put(key, cells);
    }
    int stride = (map.valueBytes() + 7) / 8 * 8;
    for (long at = 0; at < live.valueBytes(); at += stride) {
      if (buckets > 0) {
        cells[bucket] += value.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      } else {
        merge(cells, value, at);
      }
    }
  }

  private void merge(long[] cells, MemorySegment value, long at) {
    long first = value.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    long second = cells.length > 1 ? value.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8) : 0;
    switch (map.content()) {
      case Content.Minimum(boolean signed) -> keep(cells, first, second, signed, -1);
      case Content.Maximum(boolean signed) -> keep(cells, first, second, signed, 1);
      case Content.Count _,
          Content.Sum _,
          Content.Average _,
          Content.Statistics _,
          Content.PowerHistogram _,
          Content.LinearHistogram _ -> {
        cells[0] += first;
        if (cells.length > 1) {
          cells[1] += second;
        }
      }
      case Content.Scalar _ -> cells[0] = first;
    }
  }

  private static void keep(long[] cells, long set, long value, boolean signed, int direction) {
    if (set == 0) {
      return;
    }
    int order = signed ? Long.compare(value, cells[1]) : Long.compareUnsigned(value, cells[1]);
    if (cells[0] == 0 || Integer.signum(order) == direction) {
      cells[1] = value;
    }
    cells[0] = 1;
  }

  /** Removes all entries; an array's become zeros. */
  void clear() {
    try (Arena arena = Arena.ofConfined()) {
      if (map.array()) {
        zeroArray(arena);
      } else {
        forEachKey(arena, key -> live.delete(key));
      }
    }
  }

  private void zeroArray(Arena arena) {
    MemorySegment key = arena.allocate(4, 8);
    MemorySegment zeros = arena.allocate(live.valueBytes(), 8);
    for (int i = 0; i < Math.max(1, map.content().buckets()); i++) {
      key.set(ValueLayout.JAVA_INT, 0, i);
      live.update(key, zeros, UpdateMode.ANY);
    }
  }

  /** Makes all values zero, and keeps the keys. */
  void zero() {
    try (Arena arena = Arena.ofConfined()) {
      if (map.array()) {
        zeroArray(arena);
      } else {
        MemorySegment zeros = arena.allocate(live.valueBytes(), 8);
        forEachKey(arena, key -> live.update(key, zeros, UpdateMode.EXIST));
      }
    }
  }

  /**
   * Removes an entry (of a histogram: all its buckets) and gives what it held at the end, so that
   * nothing that was counted is lost.
   */
  long[] take(Key key) {
    Reading reading = new Reading();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment full = arena.allocate(map.keyBytes(), 8);
      MemorySegment.copy(key.bytes(), 0, full, ValueLayout.JAVA_BYTE, 0, key.bytes().length);
      MemorySegment value = arena.allocate(live.valueBytes(), 8);
      for (int bucket = 0; bucket < Math.max(1, map.content().buckets()); bucket++) {
        if (map.bucketInKey()) {
          full.set(ValueLayout.JAVA_LONG, map.partsBytes(), bucket);
        }
        if (live.lookupAndDelete(full, value)) {
          merge(reading, key, bucket, value);
        }
      }
    }
    return reading.cells().getOrDefault(key, new long[0]);
  }

  private interface KeyVisitor {
    void visit(MemorySegment key);
  }

  /** Collects the keys first: a walk over a map that changes may start again. */
  private void forEachKey(Arena arena, KeyVisitor visitor) {
    int size = map.keyBytes();
    byte[] keys = new byte[size * 16];
    int count = 0;
    MemorySegment key = arena.allocate(size, 8);
    MemorySegment next = arena.allocate(size, 8);
    boolean more = live.nextKey(null, next);
    while (more && count < map.spec().maxEntries()) {
      if ((count + 1) * size > keys.length) {
        keys = Arrays.copyOf(keys, keys.length * 2);
      }
      MemorySegment.copy(next, ValueLayout.JAVA_BYTE, 0, keys, count++ * size, size);
      key.copyFrom(next);
      more = live.nextKey(key, next);
    }
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(keys, i * size, key, ValueLayout.JAVA_BYTE, 0, size);
      visitor.visit(key);
    }
  }
}
