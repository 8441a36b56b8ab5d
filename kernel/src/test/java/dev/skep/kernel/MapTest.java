package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MapTest {
  private static final int READ_ONLY_FROM_PROGRAMS = 1 << 7;
  private static final int MMAPABLE = 1 << 10;

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

  private MemorySegment key(int value) {
    return arena.allocateFrom(JAVA_INT, value);
  }

  private MemorySegment value(long value) {
    return arena.allocateFrom(JAVA_LONG, value);
  }

  private BpfMap create(MapType type, int keyBytes, int valueBytes, int entries) {
    return engine.create(MapSpec.of("tested", type, keyBytes, valueBytes, entries));
  }

  private static MapException fails(Errno errno, Runnable action) {
    MapException thrown = assertThrows(MapException.class, action::run);
    assertEquals(errno, thrown.errno(), thrown.getMessage());
    return thrown;
  }

  @ParameterizedTest
  @EnumSource(MapType.class)
  void everyTypeOfMapIsCreated(MapType type) {
    MapSpec spec = MapSpecs.of(type, engine);
    try (BpfMap map = engine.create(spec)) {
      assertEquals(spec, map.spec());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HASH", "LRU_HASH", "PERCPU_HASH", "LRU_PERCPU_HASH"})
  void hashesKeepWhatTheyAreGiven(MapType type) {
    BpfMap map = create(type, 4, 8, 10);
    MemorySegment written = arena.allocate(map.valueBytes(), 8);
    MemorySegment read = arena.allocate(map.valueBytes(), 8);
    for (int i = 0; i < map.valueBytes() / 8; i++) {
      written.setAtIndex(JAVA_LONG, i, 100 + i);
    }
    assertFalse(map.lookup(key(1), read));
    assertFalse(map.update(key(1), written, UpdateMode.EXIST));
    assertTrue(map.update(key(1), written, UpdateMode.NO_EXIST));
    assertFalse(map.update(key(1), written, UpdateMode.NO_EXIST));
    assertTrue(map.lookup(key(1), read));
    assertEquals(-1, written.mismatch(read));
    assertTrue(map.update(key(2), written, UpdateMode.ANY));
    Set<Integer> keys = new HashSet<>();
    MemorySegment next = arena.allocate(4, 4);
    for (boolean more = map.nextKey(null, next); more; more = map.nextKey(next, next)) {
      keys.add(next.get(JAVA_INT, 0));
    }
    assertEquals(Set.of(1, 2), keys);
    assertTrue(map.lookupAndDelete(key(2), read.fill((byte) 0)));
    assertEquals(-1, written.mismatch(read));
    assertTrue(map.delete(key(1)));
    assertFalse(map.delete(key(1)));
    assertFalse(map.nextKey(null, next));
  }

  @Test
  void perCpuValuesHaveASlotOfWholeWordsForEachPossibleCpu() {
    BpfMap map = create(MapType.PERCPU_ARRAY, 4, 12, 3);
    assertEquals(16 * engine.cpus(), map.valueBytes());
    MemorySegment written = arena.allocate(map.valueBytes(), 8);
    written.set(JAVA_LONG, map.valueBytes() - 16, 77);
    assertTrue(map.update(key(2), written, UpdateMode.ANY));
    MemorySegment read = arena.allocate(map.valueBytes(), 8);
    assertTrue(map.lookup(key(2), read));
    assertEquals(-1, written.mismatch(read));
  }

  @Test
  void heapMemoryWorksAsNativeMemoryDoes() {
    BpfMap map = create(MapType.HASH, 4, 8, 10);
    MemorySegment key = MemorySegment.ofArray(new int[] {5});
    assertTrue(map.update(key, MemorySegment.ofArray(new long[] {6}), UpdateMode.ANY));
    long[] read = new long[1];
    assertTrue(map.lookup(key, MemorySegment.ofArray(read)));
    assertEquals(6, read[0]);
  }

  @Test
  void valuesLargerThanTheKeptMemoryAreCopiedWhole() {
    int bytes = 3 << 20;
    BpfMap map = create(MapType.ARRAY, 4, bytes, 1);
    MemorySegment written = arena.allocate(bytes, 8);
    written.set(JAVA_LONG, bytes - 8, 42);
    assertTrue(map.update(key(0), written, UpdateMode.ANY));
    MemorySegment read = arena.allocate(bytes, 8);
    assertTrue(map.lookup(key(0), read));
    assertEquals(-1, written.mismatch(read));
  }

  @Test
  void manyVirtualThreadsShareAMap() throws Exception {
    BpfMap map = create(MapType.HASH, 4, 8, 2000);
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      MemorySegment key = MemorySegment.ofArray(new int[] {i});
                      for (int n = 0; n < 20; n++) {
                        long[] value = {i * 1000L + n};
                        map.update(key, MemorySegment.ofArray(value), UpdateMode.ANY);
                        map.lookup(key, MemorySegment.ofArray(value));
                        if (value[0] != i * 1000L + n) {
                          map.delete(key);
                        }
                      }
                    }))
            .toList();
    for (Thread each : threads) {
      each.join();
    }
    for (int i = 0; i < 500; i++) {
      MemorySegment value = arena.allocate(8, 8);
      assertTrue(map.lookup(key(i), value));
      assertEquals(i * 1000L + 19, value.get(JAVA_LONG, 0));
    }
  }

  @Test
  void queuesAndStacksPushPeekAndPop() {
    BpfMap queue = create(MapType.QUEUE, 0, 8, 2);
    BpfMap stack = create(MapType.STACK, 0, 8, 2);
    MemorySegment none = MemorySegment.NULL;
    for (BpfMap map : List.of(queue, stack)) {
      assertTrue(map.update(none, value(1), UpdateMode.ANY));
      assertTrue(map.update(none, value(2), UpdateMode.ANY));
      fails(Errno.E2BIG, () -> map.update(none, value(3), UpdateMode.ANY));
    }
    MemorySegment read = arena.allocate(8, 8);
    assertTrue(queue.lookup(none, read));
    assertEquals(1, read.get(JAVA_LONG, 0));
    assertTrue(queue.lookupAndDelete(none, read));
    assertTrue(queue.lookupAndDelete(none, read));
    assertEquals(2, read.get(JAVA_LONG, 0));
    assertFalse(queue.lookupAndDelete(none, read));
    assertTrue(stack.lookup(none, read));
    assertEquals(2, read.get(JAVA_LONG, 0));
  }

  @Test
  void aBloomFilterKnowsWhatWasPushed() {
    BpfMap map = create(MapType.BLOOM_FILTER, 0, 8, 100);
    assertTrue(map.update(MemorySegment.NULL, value(17), UpdateMode.ANY));
    assertTrue(map.lookup(MemorySegment.NULL, value(17)));
    int wrong = 0;
    for (int i = 1000; i < 2000; i++) {
      wrong += map.lookup(MemorySegment.NULL, value(i)) ? 1 : 0;
    }
    assertTrue(wrong < 500, "false positives=" + wrong);
  }

  @Test
  void theLongestPrefixWins() {
    BpfMap map = engine.create(MapSpec.of("routes", MapType.LPM_TRIE, 8, 8, 10).withFlags(1));
    map.update(prefix(8, 10, 0, 0, 0), value(8), UpdateMode.ANY);
    map.update(prefix(24, 10, 1, 2, 0), value(24), UpdateMode.ANY);
    MemorySegment read = arena.allocate(8, 8);
    assertTrue(map.lookup(prefix(32, 10, 1, 2, 3), read));
    assertEquals(24, read.get(JAVA_LONG, 0));
    assertTrue(map.lookup(prefix(32, 10, 9, 2, 3), read));
    assertEquals(8, read.get(JAVA_LONG, 0));
    assertFalse(map.lookup(prefix(32, 11, 9, 2, 3), read));
  }

  private static MemorySegment prefix(int bits, int... address) {
    byte[] key = new byte[8];
    MemorySegment segment = MemorySegment.ofArray(key);
    segment.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0, bits);
    for (int i = 0; i < 4; i++) {
      key[4 + i] = (byte) address[i];
    }
    return segment;
  }

  @Test
  void aMapOfMapsTakesDescriptorsAndGivesIds() {
    MapSpec inner = MapSpec.of("inner", MapType.ARRAY, 4, 8, 2);
    BpfMap outer =
        engine.create(MapSpec.of("outer", MapType.HASH_OF_MAPS, 4, 4, 5).withInner(inner));
    KernelMap held = engine.create(inner);
    assertTrue(
        outer.update(key(9), arena.allocateFrom(JAVA_INT, held.descriptor()), UpdateMode.ANY));
    MemorySegment id = arena.allocate(4, 4);
    assertTrue(outer.lookup(key(9), id));
    assertTrue(id.get(JAVA_INT, 0) > 0);
    BpfMap wrong = create(MapType.HASH, 4, 8, 2);
    fails(
        Errno.EINVAL,
        () ->
            outer.update(
                key(1),
                arena.allocateFrom(JAVA_INT, ((KernelMap) wrong).descriptor()),
                UpdateMode.ANY));
  }

  @Test
  void contentsAreWrittenAndFrozenWhenAMapIsCreated() {
    engine.create(MapSpec.of("held", MapType.ARRAY, 4, 8, 1));
    engine.load(Programs.returning(ProgramType.SOCKET_FILTER, 1), java.util.Map.of());
    Bytes first = Bytes.copyOf(new byte[4]);
    Bytes seven = Bytes.copyOf(new byte[] {7, 0, 0, 0, 0, 0, 0, 0});
    BpfMap constants =
        engine.create(
            MapSpec.of("constants", MapType.ARRAY, 4, 8, 1)
                .withFlags(READ_ONLY_FROM_PROGRAMS)
                .withContents(List.of(new MapSpec.Entry.Value(first, seven)), true));
    MemorySegment read = arena.allocate(8, 8);
    assertTrue(constants.lookup(key(0), read));
    assertEquals(7, read.get(JAVA_LONG, 0));
    assertThrows(
        dev.skep.engine.NotPermittedException.class,
        () -> constants.update(key(0), value(1), UpdateMode.ANY));
    BpfMap outer =
        engine.create(
            MapSpec.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 1)
                .withInner(MapSpec.of("held", MapType.ARRAY, 4, 8, 1))
                .withContents(List.of(new MapSpec.Entry.InnerMap(first, "held")), false));
    assertTrue(outer.lookup(key(0), arena.allocate(4, 4)));
    BpfMap programs =
        engine.create(
            MapSpec.of("programs", MapType.PROG_ARRAY, 4, 4, 2)
                .withContents(List.of(new MapSpec.Entry.ProgramName(first, "returning")), false));
    assertTrue(programs.lookup(key(0), arena.allocate(4, 4)));
    assertFalse(programs.lookup(key(1), arena.allocate(4, 4)));
    fails(
        Errno.ENOENT,
        () ->
            engine.create(
                MapSpec.of("programs", MapType.PROG_ARRAY, 4, 4, 2)
                    .withContents(List.of(new MapSpec.Entry.ProgramName(first, "absent")), false)));
  }

  @Test
  void errorsCarryLinuxsNumbers() {
    BpfMap array = create(MapType.ARRAY, 4, 8, 2);
    fails(Errno.E2BIG, () -> array.update(key(2), value(1), UpdateMode.ANY));
    fails(Errno.EINVAL, () -> array.delete(key(0)));
    assertFalse(array.lookup(key(2), arena.allocate(8, 8)));
    assertFalse(array.update(key(0), value(1), UpdateMode.NO_EXIST));
    BpfMap hash = create(MapType.HASH, 4, 8, 1);
    hash.update(key(1), value(1), UpdateMode.ANY);
    MapException full = fails(Errno.E2BIG, () -> hash.update(key(2), value(1), UpdateMode.ANY));
    assertEquals(
        "cannot update map tested (hash): " + Errno.E2BIG.text() + " (E2BIG)", full.getMessage());
    MapException refused = fails(Errno.EINVAL, () -> create(MapType.ARRAY, 8, 8, 1));
    assertEquals(
        "cannot create map tested (type=array key=8 value=8 entries=1 flags=0x0): "
            + Errno.EINVAL.text()
            + " (EINVAL)",
        refused.getMessage());
  }

  @Test
  void wrongSizesAreRefusedBeforeTheKernelSeesThem() {
    BpfMap map = create(MapType.HASH, 4, 8, 1);
    MapException thrown = fails(Errno.EINVAL, () -> map.lookup(value(1), value(1)));
    assertEquals("map tested (hash): key has bytes=8, expected 4", thrown.getMessage());
    fails(Errno.EINVAL, () -> map.update(key(1), key(1), UpdateMode.ANY));
  }

  @Test
  void aClosedMapSaysSo() {
    BpfMap map = create(MapType.HASH, 4, 8, 1);
    map.close();
    map.close();
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> map.lookup(key(1), value(1)));
    assertEquals("map tested is closed", thrown.getMessage());
    assertThrows(IllegalStateException.class, map::memory);
    BpfMap left = create(MapType.HASH, 4, 8, 1);
    engine.close();
    assertThrows(IllegalStateException.class, () -> left.delete(key(1)));
    assertThrows(IllegalStateException.class, () -> create(MapType.HASH, 4, 8, 1));
  }

  @Test
  void mappedMemoryIsTheMapItself() {
    BpfMap map =
        engine.create(MapSpec.of("mapped", MapType.ARRAY, 4, 12, 1000).withFlags(MMAPABLE));
    MemorySegment memory = map.memory();
    assertEquals(16 * 1000, memory.byteSize());
    memory.set(JAVA_INT, 999 * 16 + 8, 5);
    MemorySegment read = arena.allocate(12, 8);
    assertTrue(map.lookup(key(999), read));
    assertEquals(5, read.get(JAVA_INT, 8));
    fails(Errno.EBUSY, map::freeze);
    map.close();
    assertThrows(IllegalStateException.class, () -> memory.get(JAVA_INT, 0));
    BpfMap plain = create(MapType.ARRAY, 4, 8, 1);
    fails(Errno.EINVAL, plain::memory);
  }

  @Test
  void aFrozenMapIsMappedForReading() {
    BpfMap map = engine.create(MapSpec.of("frozen", MapType.ARRAY, 4, 8, 1).withFlags(MMAPABLE));
    map.update(key(0), value(3), UpdateMode.ANY);
    map.freeze();
    MemorySegment memory = map.memory();
    assertEquals(3, memory.get(JAVA_LONG, 0));
    assertTrue(memory.isReadOnly());
  }

  @Test
  void anArenaIsMapped() {
    BpfMap map = engine.create(MapSpecs.of(MapType.ARENA, engine));
    MemorySegment memory = map.memory();
    memory.set(JAVA_LONG, 4096, 1);
    assertEquals(1, memory.get(JAVA_LONG, 4096));
  }
}
