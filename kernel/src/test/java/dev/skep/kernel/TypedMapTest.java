package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.UpdateMode;
import dev.skep.engine.typed.LayoutException;
import dev.skep.engine.typed.Length;
import dev.skep.engine.typed.RecordCodec;
import dev.skep.engine.typed.TypedMap;
import dev.skep.engine.typed.Unsigned;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records as keys and values of the kernel's maps. */
class TypedMapTest {
  record Key(@Unsigned int pid) {}

  record Value(@Unsigned long count, @Length(16) String comm) {}

  private static final RecordCodec<Key> KEYS = RecordCodec.of(MethodHandles.lookup(), Key.class);
  private static final RecordCodec<Value> VALUES =
      RecordCodec.of(MethodHandles.lookup(), Value.class);

  @Test
  void recordsGoInAndComeBack() {
    Requires.kernel();
    try (KernelEngine engine = KernelEngine.open()) {
      TypedMap<Key, Value> map =
          TypedMap.bind(engine.create(MapSpec.of("typed", MapType.HASH, 4, 24, 8)), KEYS, VALUES);
      Value value = new Value(7, "dd");
      assertTrue(map.put(new Key(1), value, UpdateMode.NO_EXIST));
      assertFalse(map.put(new Key(1), value, UpdateMode.NO_EXIST));
      assertEquals(Optional.of(value), map.get(new Key(1)));
      assertEquals(List.of(new Key(1)), map.keys());
      assertTrue(map.remove(new Key(1)));
      assertEquals(Optional.empty(), map.get(new Key(1)));
    }
  }

  @Test
  void perCpuValuesComeOneForEachCpu() {
    Requires.kernel();
    try (KernelEngine engine = KernelEngine.open()) {
      TypedMap<Key, Value> map =
          TypedMap.bind(
              engine.create(MapSpec.of("typed", MapType.PERCPU_HASH, 4, 24, 8)), KEYS, VALUES);
      assertTrue(map.put(new Key(1), new Value(7, "x"), UpdateMode.ANY));
      assertEquals(engine.cpus(), map.getAll(new Key(1)).size());
      assertEquals(new Value(7, "x"), map.getAll(new Key(1)).getLast());
    }
  }

  @Test
  void aRecordOfAnotherSizeIsRefusedWhenBound() {
    Requires.kernel();
    try (KernelEngine engine = KernelEngine.open()) {
      BpfMap map = engine.create(MapSpec.of("typed", MapType.HASH, 4, 16, 8));
      assertThrows(LayoutException.class, () -> TypedMap.bind(map, KEYS, VALUES));
    }
  }
}
