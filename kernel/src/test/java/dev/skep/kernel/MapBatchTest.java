package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import dev.skep.engine.BpfMap;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapBatchTest {
  private static final int ENTRIES = 1000;

  private KernelEngine engine;
  private Arena arena;

  @BeforeEach
  void open() {
    Requires.kernel();
    engine = KernelEngine.open();
    arena = Arena.ofConfined();
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
      arena.close();
    }
  }

  private BpfMap filled(MapType type, int entries) {
    BpfMap map = engine.create(MapSpec.of("batched", type, 4, 8, entries));
    MemorySegment keys = keys(entries);
    MemorySegment values = arena.allocate((long) entries * map.valueBytes(), 8);
    for (int i = 0; i < entries; i++) {
      values.set(JAVA_LONG, (long) i * map.valueBytes(), 10L * i);
    }
    BatchResult written = map.updateBatch(keys, values, entries, UpdateMode.ANY);
    assertEquals(new BatchResult(entries, false, Optional.empty()), written);
    return map;
  }

  private MemorySegment keys(int entries) {
    MemorySegment keys = arena.allocate(4L * entries, 4);
    for (int i = 0; i < entries; i++) {
      keys.setAtIndex(JAVA_INT, i, i);
    }
    return keys;
  }

  /** Walks a map in batches of a size, and checks each entry. */
  private Map<Integer, Long> walk(BpfMap map, int size, boolean delete, boolean heap) {
    BatchCursor cursor = new BatchCursor(4);
    MemorySegment keys = heap ? MemorySegment.ofArray(new int[size]) : arena.allocate(4L * size, 4);
    int valueLongs = map.valueBytes() / 8 * size;
    MemorySegment values =
        heap ? MemorySegment.ofArray(new long[valueLongs]) : arena.allocate(8L * valueLongs, 8);
    Map<Integer, Long> entries = new HashMap<>();
    boolean end = false;
    for (int calls = 0; !end; calls++) {
      assertTrue(calls <= 2 * ENTRIES, "the walk does not end");
      BatchResult batch =
          delete
              ? map.lookupAndDeleteBatch(cursor, keys, values, size)
              : map.lookupBatch(cursor, keys, values, size);
      assertEquals(Optional.empty(), batch.error());
      for (int i = 0; i < batch.count(); i++) {
        entries.put(
            keys.getAtIndex(JAVA_INT, i), values.get(JAVA_LONG, (long) i * map.valueBytes()));
      }
      end = batch.end();
    }
    return entries;
  }

  @ParameterizedTest
  @CsvSource({
    "HASH, 1000, false",
    "HASH, 300, true",
    "HASH, 64, false",
    "HASH, 3, false",
    "HASH, 1, true",
    "LRU_HASH, 128, false",
    "PERCPU_HASH, 100, false",
    "PERCPU_HASH, 1, false",
    "ARRAY, 1000, false",
    "ARRAY, 7, true",
    "PERCPU_ARRAY, 100, false"
  })
  void aWalkInBatchesSeesEveryEntry(MapType type, int size, boolean heap) {
    BpfMap map = filled(type, ENTRIES);
    Map<Integer, Long> entries = walk(map, size, false, heap);
    // An LRU hash may evict before it is full.
    if (type != MapType.LRU_HASH) {
      assertEquals(ENTRIES, entries.size());
    }
    entries.forEach((key, value) -> assertEquals(10L * key, value));
  }

  @ParameterizedTest
  @CsvSource({"HASH, 1000", "HASH, 1", "PERCPU_HASH, 10"})
  void aWalkThatDeletesLeavesNothing(MapType type, int size) {
    BpfMap map = filled(type, ENTRIES);
    assertEquals(ENTRIES, walk(map, size, true, false).size());
    assertFalse(map.nextKey(null, arena.allocate(4, 4)));
    assertEquals(0, walk(map, size, false, false).size());
  }

  @Test
  void aFullHashTellsHowManyWereWritten() {
    BpfMap map = engine.create(MapSpec.of("small", MapType.HASH, 4, 8, 10));
    BatchResult result = map.updateBatch(keys(20), arena.allocate(20 * 8, 8), 20, UpdateMode.ANY);
    assertEquals(new BatchResult(10, false, Optional.of(Errno.E2BIG)), result);
  }

  @Test
  void anArraysBoundEndsABatchOfUpdates() {
    BpfMap map = engine.create(MapSpec.of("small", MapType.ARRAY, 4, 8, 3));
    BatchResult result = map.updateBatch(keys(5), arena.allocate(5 * 8, 8), 5, UpdateMode.ANY);
    assertEquals(new BatchResult(3, false, Optional.of(Errno.E2BIG)), result);
  }

  @Test
  void aMissingKeyEndsABatchOfDeletes() {
    BpfMap map = filled(MapType.HASH, 10);
    MemorySegment keys = keys(10);
    keys.setAtIndex(JAVA_INT, 4, 99);
    assertEquals(new BatchResult(4, false, Optional.of(Errno.ENOENT)), map.deleteBatch(keys, 10));
    assertEquals(new BatchResult(0, false, Optional.of(Errno.ENOENT)), map.deleteBatch(keys, 10));
  }

  @Test
  void whatCannotBeBatchedIsAnError() {
    BpfMap queue = engine.create(MapSpec.of("queue", MapType.QUEUE, 0, 8, 3));
    MapException thrown =
        assertThrows(
            MapException.class,
            () -> queue.updateBatch(MemorySegment.NULL, arena.allocate(24, 8), 3, UpdateMode.ANY));
    assertEquals(Errno.ENOTSUPP, thrown.errno());
    BpfMap array = filled(MapType.ARRAY, 10);
    thrown = assertThrows(MapException.class, () -> array.deleteBatch(keys(10), 10));
    assertEquals(Errno.ENOTSUPP, thrown.errno());
    BpfMap hash = filled(MapType.HASH, 10);
    thrown =
        assertThrows(
            MapException.class,
            () -> hash.updateBatch(keys(2), arena.allocate(16, 8), 2, UpdateMode.NO_EXIST));
    assertEquals(Errno.EINVAL, thrown.errno());
    thrown = assertThrows(MapException.class, () -> hash.deleteBatch(keys(2), 3));
    assertEquals(Errno.EINVAL, thrown.errno());
  }
}
