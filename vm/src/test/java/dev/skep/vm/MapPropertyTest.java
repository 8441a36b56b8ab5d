package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.MapException;
import dev.skep.engine.Program;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What maps promise beyond single results: eviction, membership, sharing, freezing, closing. */
class MapPropertyTest {
  private static MemorySegment ofInt(int value) {
    return MemorySegment.ofArray(new int[] {value});
  }

  private static MemorySegment ofLong(long value) {
    return MemorySegment.ofArray(new long[] {value});
  }

  private static Errno errno(Runnable action) {
    return assertThrows(MapException.class, action::run).errno();
  }

  @ParameterizedTest
  @EnumSource(
      value = MapType.class,
      names = {"LRU_HASH", "LRU_PERCPU_HASH"})
  void anLruHashIsNeverFullAndKeepsWhatWasJustWritten(MapType type) {
    try (VmEngine engine = VmEngine.builder().cpus(2).build()) {
      BpfMap map = engine.create(MapSpec.of("lru", type, 4, 8, 32));
      MemorySegment value = MemorySegment.ofArray(new byte[map.valueBytes()]);
      for (int i = 0; i < 10_000; i++) {
        assertTrue(map.update(ofInt(i), value, UpdateMode.NO_EXIST));
        assertTrue(map.lookup(ofInt(i), value));
      }
      int entries = 0;
      MemorySegment key = null;
      MemorySegment next = ofInt(0);
      while (map.nextKey(key, next)) {
        entries++;
        key = ofInt(next.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
      }
      assertEquals(32, entries);
    }
  }

  @Test
  void aBloomFilterHoldsAllThatWasPushedAndLittleElse() {
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap map = engine.create(MapSpec.of("bloom", MapType.BLOOM_FILTER, 0, 8, 1000));
      for (int i = 0; i < 1000; i++) {
        map.update(MemorySegment.NULL, ofLong(i * 77L), UpdateMode.ANY);
      }
      int wrong = 0;
      for (int i = 0; i < 1000; i++) {
        assertTrue(map.lookup(MemorySegment.NULL, ofLong(i * 77L)));
        wrong += map.lookup(MemorySegment.NULL, ofLong(i * 77L + 1)) ? 1 : 0;
      }
      assertTrue(wrong < 100, "false positives: " + wrong + " of 1000");
    }
  }

  @Test
  void mapsOfMapsTakeOnlyMapsLikeTheirTemplate() {
    MapSpec inner = MapSpec.of("inner", MapType.HASH, 4, 8, 4);
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap fits = engine.create(inner);
      BpfMap other = engine.create(MapSpec.of("other", MapType.HASH, 8, 8, 4));
      BpfMap array =
          engine.create(MapSpec.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2).withInner(inner));
      BpfMap hash =
          engine.create(MapSpec.of("outer", MapType.HASH_OF_MAPS, 8, 4, 2).withInner(inner));
      MemorySegment id = ofInt(engine.descriptor(fits));
      assertTrue(array.update(ofInt(1), id, UpdateMode.ANY));
      assertTrue(hash.update(ofLong(9), id, UpdateMode.ANY));
      MemorySegment read = ofInt(0);
      assertTrue(hash.lookup(ofLong(9), read));
      assertEquals(engine.descriptor(fits), read.get(ValueLayout.JAVA_INT, 0));
      assertEquals(
          Errno.EINVAL,
          errno(() -> array.update(ofInt(0), ofInt(engine.descriptor(other)), UpdateMode.ANY)));
      assertEquals(Errno.EBADF, errno(() -> array.update(ofInt(0), ofInt(99), UpdateMode.ANY)));
      assertEquals(Errno.E2BIG, errno(() -> array.update(ofInt(2), id, UpdateMode.ANY)));
      fits.close();
      assertTrue(array.lookup(ofInt(1), read));
      assertTrue(array.delete(ofInt(1)));
      assertTrue(hash.delete(ofLong(9)));
      assertEquals(Errno.EBADF, errno(() -> array.update(ofInt(0), id, UpdateMode.ANY)));
    }
  }

  @Test
  void contentsMayNameMapsAndProgramsOfTheEngine() {
    Bytes zero = Bytes.copyOf(new byte[4]);
    MapSpec inner = MapSpec.of("inner", MapType.ARRAY, 4, 8, 1);
    try (VmEngine engine = VmEngine.builder().build()) {
      engine.create(inner);
      Program program =
          engine.load(
              Programs.start().exit(0).spec("target", ProgramType.RAW_TRACEPOINT), Map.of());
      BpfMap maps =
          engine.create(
              MapSpec.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2)
                  .withInner(inner)
                  .withContents(List.of(new MapSpec.Entry.InnerMap(zero, "inner")), false));
      BpfMap programs =
          engine.create(
              MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 2)
                  .withContents(List.of(new MapSpec.Entry.ProgramName(zero, "target")), false));
      MemorySegment value = ofInt(0);
      assertTrue(maps.lookup(ofInt(0), value));
      assertTrue(programs.lookup(ofInt(0), value));
      assertEquals(engine.descriptor(program), value.get(ValueLayout.JAVA_INT, 0));
      MapSpec dangling =
          MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 2)
              .withContents(List.of(new MapSpec.Entry.ProgramName(zero, "nobody")), false);
      assertEquals(Errno.ENOENT, errno(() -> engine.create(dangling)));
    }
  }

  @Test
  void aFrozenMapRefusesUserSpaceAndProgramsMayStillWrite() {
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap map = engine.create(MapSpec.of("a", MapType.ARRAY, 4, 8, 1));
      map.freeze();
      assertEquals(Errno.EPERM, errno(() -> map.update(ofInt(0), ofLong(1), UpdateMode.ANY)));
      assertEquals(Errno.EBUSY, errno(map::freeze));
    }
  }

  @Test
  void mappedMemoryIsTheLiveValues() {
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap map = engine.create(MapSpec.of("a", MapType.ARRAY, 4, 12, 3).withFlags(1 << 10));
      MemorySegment memory = map.memory();
      memory.set(ValueLayout.JAVA_INT, 16, 7);
      MemorySegment value = MemorySegment.ofArray(new byte[12]);
      assertTrue(map.lookup(ofInt(1), value));
      assertEquals(7, value.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
      map.close();
      assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_INT, 0));
      BpfMap plain = engine.create(MapSpec.of("b", MapType.ARRAY, 4, 12, 3));
      assertEquals(Errno.EINVAL, errno(plain::memory));
    }
  }

  @Test
  void mapMemoryIsBounded() {
    try (VmEngine engine = VmEngine.builder().mapMemoryBytes(1 << 20).build()) {
      MapSpec large = MapSpec.of("large", MapType.ARRAY, 4, 8, 1 << 20);
      assertEquals(Errno.ENOMEM, errno(() -> engine.create(large)));
      for (int i = 0; i < 100; i++) {
        engine.create(MapSpec.of("small", MapType.ARRAY, 4, 8, 1 << 16)).close();
      }
    }
  }

  @Test
  void readersOfAHashSeeWholeValuesWhileWritersReplaceAndDelete() throws InterruptedException {
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap map = engine.create(MapSpec.of("h", MapType.HASH, 8, 16, 64));
      AtomicReference<String> failure = new AtomicReference<>("");
      CountDownLatch done = new CountDownLatch(3);
      Runnable writer =
          () -> {
            for (long i = 0; i < 60_000; i++) {
              long key = i % 61;
              MemorySegment value = MemorySegment.ofArray(new long[] {key, ~key});
              map.update(ofLong(key), value, UpdateMode.ANY);
              if (i % 7 == 0) {
                map.delete(ofLong((i * 31) % 61));
              }
            }
            done.countDown();
          };
      Runnable reader =
          () -> {
            MemorySegment value = MemorySegment.ofArray(new long[2]);
            for (long i = 0; done.getCount() > 1; i++) {
              long key = i % 64;
              if (map.lookup(ofLong(key), value)
                  && value.getAtIndex(ValueLayout.JAVA_LONG, 1)
                      != ~value.getAtIndex(ValueLayout.JAVA_LONG, 0)) {
                failure.set(
                    "key " + key + " has value " + value.getAtIndex(ValueLayout.JAVA_LONG, 0));
              }
            }
            done.countDown();
          };
      List.of(writer, writer, reader).forEach(each -> Thread.ofPlatform().start(each));
      done.await();
      assertEquals("", failure.get());
      int entries = 0;
      MemorySegment key = null;
      MemorySegment next = ofLong(0);
      while (map.nextKey(key, next)) {
        entries++;
        key = ofLong(next.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        assertTrue(map.delete(key));
        key = null;
      }
      assertTrue(entries > 0 && entries <= 61);
      for (int i = 0; i < 64; i++) {
        byte[] value = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).array();
        assertTrue(map.update(ofLong(i), MemorySegment.ofArray(value), UpdateMode.NO_EXIST));
      }
      assertEquals(
          Errno.E2BIG,
          errno(() -> map.update(ofLong(99), MemorySegment.ofArray(new long[2]), UpdateMode.ANY)));
      assertFalse(map.delete(ofLong(99)));
    }
  }
}
