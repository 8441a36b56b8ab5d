package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.abi.MapType;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.kernel.KernelEngine;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same random operations on Linux's maps and on ours, every outcome compared. */
class MapDifferentialTest {
  private static final int NO_PREALLOC = 1;
  private static final int OPERATIONS = 1500;

  static List<MapSpec> kinds() {
    return List.of(
        MapSpec.of("h8", MapType.HASH, 8, 16, 20),
        MapSpec.of("h4", MapType.HASH, 4, 4, 8),
        MapSpec.of("h13", MapType.HASH, 13, 5, 8),
        MapSpec.of("hn", MapType.HASH, 8, 8, 20).withFlags(NO_PREALLOC),
        MapSpec.of("a", MapType.ARRAY, 4, 12, 10),
        MapSpec.of("pa", MapType.PERCPU_ARRAY, 4, 12, 10),
        MapSpec.of("ph", MapType.PERCPU_HASH, 4, 12, 10),
        MapSpec.of("lpm4", MapType.LPM_TRIE, 8, 8, 30).withFlags(NO_PREALLOC),
        MapSpec.of("lpm2", MapType.LPM_TRIE, 6, 4, 30).withFlags(NO_PREALLOC),
        MapSpec.of("q", MapType.QUEUE, 0, 6, 5),
        MapSpec.of("s", MapType.STACK, 0, 6, 5),
        MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096),
        MapSpec.of("uring", MapType.USER_RINGBUF, 0, 0, 4096),
        MapSpec.of("pea", MapType.PERF_EVENT_ARRAY, 4, 4, 4),
        MapSpec.of("progs", MapType.PROG_ARRAY, 4, 4, 4),
        MapSpec.of("st", MapType.STACK_TRACE, 4, 80, 8),
        MapSpec.of("lru_big", MapType.LRU_HASH, 4, 8, 10000),
        MapSpec.of("lrup_big", MapType.LRU_PERCPU_HASH, 4, 8, 10000));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyOperationEndsAsInLinux(MapSpec spec) {
    Requires.kernel();
    long seed = 20260101L + spec.name().hashCode();
    SplittableRandom random = new SplittableRandom(seed);
    try (Engine kernel = KernelEngine.open();
        Engine vm = VmEngine.builder().cpus(kernel.cpus()).build();
        BpfMap theirs = kernel.create(spec);
        BpfMap ours = vm.create(spec)) {
      assertEquals(theirs.valueBytes(), ours.valueBytes());
      for (int i = 0; i < OPERATIONS; i++) {
        String where = "seed=" + seed + " operation=" + i + " ";
        SplittableRandom same = random.split();
        SplittableRandom again = new SplittableRandom(same.nextLong());
        long start = again.nextLong();
        String expected = operation(theirs, new SplittableRandom(start));
        String actual = operation(ours, new SplittableRandom(start));
        assertEquals(where + expected, where + actual);
      }
      assertEquals(contents(theirs), contents(ours));
    }
  }

  private static MemorySegment key(MapSpec spec, SplittableRandom random) {
    byte[] key = new byte[spec.keySize()];
    if (spec.type() == MapType.LPM_TRIE) {
      int bits = 8 * (spec.keySize() - 4);
      MemorySegment.ofArray(key).set(ValueLayout.JAVA_INT_UNALIGNED, 0, random.nextInt(bits + 2));
      for (int i = 4; i < key.length; i++) {
        key[i] = (byte) (random.nextInt(3) * 0x55);
      }
    } else if (key.length > 0) {
      key[0] = (byte) random.nextInt(14);
    }
    return MemorySegment.ofArray(key);
  }

  private static MemorySegment value(BpfMap map, SplittableRandom random) {
    byte[] value = new byte[map.valueBytes()];
    random.nextBytes(value);
    return MemorySegment.ofArray(value);
  }

  private static MemorySegment room(long bytes) {
    return MemorySegment.ofArray(new byte[(int) bytes]);
  }

  private static String hex(MemorySegment segment) {
    return HexFormat.of().formatHex(segment.toArray(ValueLayout.JAVA_BYTE));
  }

  /** What can be seen of a value: per-CPU slots are padded, and Linux leaves the padding open. */
  private static String shown(BpfMap map, MemorySegment value) {
    int size = map.spec().valueSize();
    int stride = (size + 7) & -8;
    if (map.valueBytes() == size) {
      return hex(value);
    }
    StringBuilder shown = new StringBuilder();
    for (int at = 0; at < map.valueBytes(); at += stride) {
      shown.append(hex(value.asSlice(at, size))).append(' ');
    }
    return shown.toString();
  }

  private static String outcome(String what, Supplier<String> action) {
    try {
      return what + " -> " + action.get();
    } catch (MapException e) {
      return what + " -> " + e.errno();
    }
  }

  private static String operation(BpfMap map, SplittableRandom random) {
    MemorySegment key = key(map.spec(), random);
    String name = hex(key);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        UpdateMode mode = UpdateMode.values()[random.nextInt(3)];
        MemorySegment value = value(map, random);
        yield outcome("update " + mode + " " + name, () -> "" + map.update(key, value, mode));
      }
      case 3, 4 ->
          outcome(
              "lookup " + name,
              () -> {
                MemorySegment value = room(map.valueBytes());
                return map.lookup(key, value) ? shown(map, value) : "none";
              });
      case 5 ->
          outcome(
              "take " + name,
              () -> {
                MemorySegment value = room(map.valueBytes());
                return map.lookupAndDelete(key, value) ? shown(map, value) : "none";
              });
      case 6, 7 -> outcome("delete " + name, () -> "" + map.delete(key));
      case 8 -> outcome("walk", () -> contents(map));
      case 9 -> outcome("batch walk", () -> batches(map, random.nextInt(1, 40), false));
      case 10 -> updateBatch(map, random);
      default ->
          random.nextInt(20) == 0
              ? outcome("batch take", () -> batches(map, random.nextInt(1, 40), true))
              : deleteBatch(map, random);
    };
  }

  private static boolean hasKeys(BpfMap map) {
    return map.spec().keySize() > 0;
  }

  private static String updateBatch(BpfMap map, SplittableRandom random) {
    int count = random.nextInt(0, 5);
    MemorySegment keys = room((long) count * map.spec().keySize());
    MemorySegment values = room((long) count * map.valueBytes());
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(
          key(map.spec(), random), 0, keys, (long) i * map.spec().keySize(), map.spec().keySize());
      MemorySegment.copy(
          value(map, random), 0, values, (long) i * map.valueBytes(), map.valueBytes());
    }
    return outcome(
        "update batch " + hex(keys),
        () -> "" + map.updateBatch(keys, values, count, UpdateMode.ANY));
  }

  private static String deleteBatch(BpfMap map, SplittableRandom random) {
    int count = random.nextInt(0, 4);
    MemorySegment keys = room((long) count * map.spec().keySize());
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(
          key(map.spec(), random), 0, keys, (long) i * map.spec().keySize(), map.spec().keySize());
    }
    return outcome("delete batch " + hex(keys), () -> "" + map.deleteBatch(keys, count));
  }

  /** All entries by a walk in batches, sorted. */
  private static String batches(BpfMap map, int count, boolean delete) {
    BatchCursor cursor = new BatchCursor(Math.max(1, map.spec().keySize()));
    TreeSet<String> entries = new TreeSet<>();
    List<String> errors = new ArrayList<>();
    boolean end = false;
    for (int rounds = 0; !end && rounds < 200; rounds++) {
      MemorySegment keys = room((long) count * map.spec().keySize());
      MemorySegment values = room((long) count * map.valueBytes());
      BatchResult result =
          delete
              ? map.lookupAndDeleteBatch(cursor, keys, values, count)
              : map.lookupBatch(cursor, keys, values, count);
      for (int i = 0; i < result.count(); i++) {
        long keySize = map.spec().keySize();
        MemorySegment value = values.asSlice((long) i * map.valueBytes(), map.valueBytes());
        entries.add(hex(keys.asSlice(i * keySize, keySize)) + "=" + shown(map, value));
      }
      result.error().ifPresent(error -> errors.add(error.name()));
      end = result.end() || result.error().isPresent();
    }
    return entries + " " + errors;
  }

  /** All entries by a walk from key to key, sorted. */
  private static String contents(BpfMap map) {
    if (!hasKeys(map)) {
      return "no keys";
    }
    TreeMap<String, String> entries = new TreeMap<>();
    MemorySegment key = null;
    MemorySegment next = room(map.spec().keySize());
    try {
      while (entries.size() < 20000 && map.nextKey(key, next)) {
        MemorySegment value = room(map.valueBytes());
        key =
            MemorySegment.ofArray(
                Arrays.copyOf(next.toArray(ValueLayout.JAVA_BYTE), map.spec().keySize()));
        MemorySegment found = key;
        entries.put(
            hex(key), outcome("", () -> map.lookup(found, value) ? shown(map, value) : "none"));
      }
    } catch (MapException e) {
      return entries + " " + e.errno();
    }
    return entries.toString();
  }
}
