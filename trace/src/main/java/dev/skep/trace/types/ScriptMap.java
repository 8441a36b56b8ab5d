package dev.skep.trace.types;

import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import java.util.List;

/**
 * A map of a script and how it lies in a BPF map.
 *
 * <p>A key is its parts one after the other, each filled up to 8 bytes, and for a keyed histogram
 * the bucket's number in 8 bytes. Values are 64-bit words (count; count and total; whether it is
 * set, and the value), or a scalar string's bytes. What is aggregated without keys lies in an
 * array, where no look-up can miss: a histogram's index is the bucket.
 *
 * @param name the name with its sigil
 * @param index the map's number in the script
 * @param keys the types of the key's parts; none for a map without keys
 * @param content what entries hold
 * @param deletes whether the script deletes entries in a program
 * @param capacity how many entries it can hold; for a keyed histogram each bucket is one
 */
public record ScriptMap(
    String name, int index, List<Type> keys, Content content, boolean deletes, int capacity) {
  public ScriptMap {
    keys = List.copyOf(keys);
  }

  /** Whether it is an array: aggregated, without keys, never deleted from. */
  public boolean array() {
    return keys.isEmpty() && aggregated() && !deletes;
  }

  /** Whether each CPU has its own values, merged when they are read. */
  public boolean aggregated() {
    return !(content instanceof Content.Scalar);
  }

  /** The size of a part of a key in bytes. */
  public static int partBytes(Type type) {
    return type instanceof Type.Text text ? (text.bytes() + 7) / 8 * 8 : 8;
  }

  /** Where the bucket's number stands in a keyed histogram's key: the size of the parts. */
  public int partsBytes() {
    int bytes = 0;
    for (Type key : keys) {
      bytes += partBytes(key);
    }
    return bytes;
  }

  /** Whether the bucket is part of the key. */
  public boolean bucketInKey() {
    return content.buckets() > 0 && !array();
  }

  /** The size of a key in bytes. */
  public int keyBytes() {
    if (array()) {
      return 4;
    }
    return Math.max(8, partsBytes() + (bucketInKey() ? 8 : 0));
  }

  /** The size of a value (of one CPU) in bytes. */
  public int valueBytes() {
    return content instanceof Content.Scalar scalar
        ? partBytes(scalar.type())
        : content.words() * 8;
  }

  /** The map's name among the specifications: kernels allow neither sigils nor empty names. */
  public String specName() {
    return "AT_" + name.substring(1);
  }

  /** The BPF map. */
  public MapSpec spec() {
    MapType type =
        array() ? MapType.PERCPU_ARRAY : aggregated() ? MapType.PERCPU_HASH : MapType.HASH;
    int entries = array() ? Math.max(1, content.buckets()) : keys.isEmpty() ? single() : capacity;
    return MapSpec.of(specName(), type, keyBytes(), valueBytes(), entries);
  }

  private int single() {
    return Math.max(1, content.buckets());
  }
}
