package dev.skep.engine.typed;

import dev.skep.engine.BpfMap;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.MapSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A map with records as keys and values. Binding compares the layouts of both with the map's sizes
 * and, where the map has BTF, with its types.
 *
 * <pre>{@code
 * record Key(@Unsigned int pid) {}
 * record Value(@Unsigned long count, @Length(16) String comm) {}
 * TypedMap<Key, Value> counts =
 *     TypedMap.bind(map, RecordCodec.of(lookup, Key.class), RecordCodec.of(lookup, Value.class));
 * }</pre>
 *
 * @param <K> the key
 * @param <V> the value, of one CPU where the map keeps one for each
 */
public final class TypedMap<K extends Record, V extends Record> {
  private final BpfMap map;
  private final RecordCodec<K> keys;
  private final RecordCodec<V> values;
  private final int slots;
  private final int slotBytes;

  private TypedMap(BpfMap map, RecordCodec<K> keys, RecordCodec<V> values) {
    this.map = map;
    this.keys = keys;
    this.values = values;
    this.slots = map.spec().type().isPerCpu() ? map.engine().cpus() : 1;
    this.slotBytes = map.valueBytes() / slots;
  }

  /**
   * Binds records to a map; the map stays the caller's to close.
   *
   * @throws LayoutException when a record does not fit, with both layouts
   */
  public static <K extends Record, V extends Record> TypedMap<K, V> bind(
      BpfMap map, RecordCodec<K> keys, RecordCodec<V> values) {
    MapSpec spec = map.spec();
    checkSize("the key of map " + spec.name(), keys.size(), spec.keySize());
    checkSize("the value of map " + spec.name(), values.size(), spec.valueSize());
    spec.types()
        .ifPresent(types -> {
          if (types.keyTypeId() != 0) {
            keys.check("the key of map " + spec.name(), types.btf(), types.keyTypeId());
          }
          if (types.valueTypeId() != 0) {
            values.check("the value of map " + spec.name(), types.btf(), types.valueTypeId());
          }
        });
    return new TypedMap<>(map, keys, values);
  }

  private static void checkSize(String what, int own, int wanted) {
    if (own != wanted) {
      throw new LayoutException(
          "the record for " + what + " takes " + own + " bytes, expected " + wanted);
    }
  }

  /** The map itself. */
  public BpfMap map() {
    return map;
  }

  /** The value of a key; of the first CPU where the map keeps one for each. */
  public Optional<V> get(K key) {
    List<V> all = getAll(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /**
   * The values of a key, one for each CPU that the map keeps one for; empty when there is no such
   * key.
   */
  public List<V> getAll(K key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(map.valueBytes(), 8);
      return map.lookup(keyBytes(arena, key), value) ? slots(value) : List.of();
    }
  }

  /**
   * Writes a value, the same for every CPU where the map keeps one for each.
   *
   * @return false when the mode forbids it
   */
  public boolean put(K key, V value, UpdateMode mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(map.valueBytes(), 8);
      for (int slot = 0; slot < slots; slot++) {
        values.write(value, bytes.asSlice((long) slot * slotBytes, values.size()));
      }
      return map.update(keyBytes(arena, key), bytes, mode);
    }
  }

  /** Removes an entry; false when there is no such key. */
  public boolean remove(K key) {
    try (Arena arena = Arena.ofConfined()) {
      return map.delete(keyBytes(arena, key));
    }
  }

  /**
   * All keys, in the map's own order; what is added or removed meanwhile may be missing or come
   * twice.
   */
  public List<K> keys() {
    try (Arena arena = Arena.ofConfined()) {
      List<K> found = new ArrayList<>();
      MemorySegment key = arena.allocate(keys.size(), 8);
      MemorySegment next = arena.allocate(keys.size(), 8);
      boolean more = map.nextKey(null, next);
      while (more) {
        key.copyFrom(next);
        found.add(keys.read(key));
        more = map.nextKey(key, next);
      }
      return found;
    }
  }

  private List<V> slots(MemorySegment value) {
    List<V> all = new ArrayList<>(slots);
    for (int slot = 0; slot < slots; slot++) {
      all.add(values.read(value.asSlice((long) slot * slotBytes, values.size())));
    }
    return all;
  }

  private MemorySegment keyBytes(Arena arena, K key) {
    MemorySegment bytes = arena.allocate(keys.size(), 8);
    keys.write(key, bytes);
    return bytes;
  }
}
