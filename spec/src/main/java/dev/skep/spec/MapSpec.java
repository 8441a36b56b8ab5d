package dev.skep.spec;

import dev.skep.abi.MapType;
import dev.skep.btf.Btf;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A BPF map before any engine has seen it: inert, immutable. Sizes are in bytes.
 *
 * @param name the map's name; the kernel keeps its first 15 bytes of letters, digits, {@code _} and
 *     {@code .}
 * @param type what kind of storage it is
 * @param keySize the size of a key; 0 for types without keys
 * @param valueSize the size of a value (of one CPU's value for per-CPU types); 0 for types without
 *     values
 * @param maxEntries how many entries it can hold, or the size in bytes (ring buffers) or pages
 *     (arenas)
 * @param flags the {@code BPF_F_*} creation flags
 * @param extra {@code map_extra}: what a type gives it (bloom filter: hash functions; arena: the
 *     address)
 * @param numaNode the NUMA node, with the flag {@code BPF_F_NUMA_NODE}
 * @param pinnedByName whether it is shared by pinning it under its name
 * @param inner the template of inner maps, for maps of maps
 * @param types the BTF types of key and value
 * @param contents entries that are written when the map is created
 * @param frozen whether user space gives up writing once the contents are in
 */
public record MapSpec(
    String name,
    MapType type,
    int keySize,
    int valueSize,
    int maxEntries,
    int flags,
    long extra,
    int numaNode,
    boolean pinnedByName,
    Optional<MapSpec> inner,
    Optional<Types> types,
    List<Entry> contents,
    boolean frozen) {

  /** The BTF ids of a map's key and value in one BTF; 0 where there is none. */
  public record Types(Btf btf, int keyTypeId, int valueTypeId) {}

  /** An initial entry. */
  public sealed interface Entry {
    /** A value. */
    record Value(Bytes key, Bytes value) implements Entry {}

    /** A key of a map of maps, with the name of the map that it shall hold. */
    record InnerMap(Bytes key, String mapName) implements Entry {}

    /** A key of a program array, with the name of the program that it shall hold. */
    record ProgramName(Bytes key, String programName) implements Entry {}
  }

  public MapSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    contents = List.copyOf(contents);
  }

  /** A map without flags, types or contents. */
  public static MapSpec of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        0,
        0,
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false);
  }

  /** The same map with other creation flags. */
  public MapSpec withFlags(int newFlags) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        newFlags,
        extra,
        numaNode,
        pinnedByName,
        inner,
        types,
        contents,
        frozen);
  }

  /** The same map with another number of entries. */
  public MapSpec withMaxEntries(int newMaxEntries) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        newMaxEntries,
        flags,
        extra,
        numaNode,
        pinnedByName,
        inner,
        types,
        contents,
        frozen);
  }

  /** The same map with another template of inner maps. */
  public MapSpec withInner(MapSpec newInner) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        numaNode,
        pinnedByName,
        Optional.of(newInner),
        types,
        contents,
        frozen);
  }

  /** The same map with {@code map_extra} set. */
  public MapSpec withExtra(long newExtra) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        newExtra,
        numaNode,
        pinnedByName,
        inner,
        types,
        contents,
        frozen);
  }

  /** The same map with BTF types of key and value. */
  public MapSpec withTypes(Types newTypes) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        numaNode,
        pinnedByName,
        inner,
        Optional.of(newTypes),
        contents,
        frozen);
  }

  /** The same map without BTF types of key and value. */
  public MapSpec withoutTypes() {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        numaNode,
        pinnedByName,
        inner,
        Optional.empty(),
        contents,
        frozen);
  }

  /** The same map with other initial contents. */
  public MapSpec withContents(List<Entry> newContents, boolean newFrozen) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        numaNode,
        pinnedByName,
        inner,
        types,
        newContents,
        newFrozen);
  }

  /** The same map, shared by pinning it under its name. */
  public MapSpec withPinnedByName(boolean newPinnedByName) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        numaNode,
        newPinnedByName,
        inner,
        types,
        contents,
        frozen);
  }
}
