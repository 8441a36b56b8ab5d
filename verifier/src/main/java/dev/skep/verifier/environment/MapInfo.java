package dev.skep.verifier.environment;

import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A map as the verifier sees it: its specification and the fields of its values that the kernel
 * manages. Two maps are the same only when they are the same object.
 */
public final class MapInfo {
  private static final int READ_ONLY_PROGRAM = 1 << 7;
  private static final int WRITE_ONLY_PROGRAM = 1 << 8;

  private final MapSpec spec;
  private final List<SpecialField> fields;
  private final Optional<MapInfo> inner;

  private MapInfo(MapSpec spec) {
    this.spec = spec;
    this.fields =
        spec.types()
            .filter(types -> types.valueTypeId() != 0)
            .map(types -> SpecialFields.of(types.btf(), types.valueTypeId()))
            .orElse(List.of());
    this.inner = spec.inner().map(MapInfo::of);
  }

  /** What is to be known of a map. */
  public static MapInfo of(MapSpec spec) {
    return new MapInfo(spec);
  }

  /** The specification. */
  public MapSpec spec() {
    return spec;
  }

  /** The map's name. */
  public String name() {
    return spec.name();
  }

  /** What kind of storage it is. */
  public MapType type() {
    return spec.type();
  }

  /** The size of a key in bytes. */
  public int keySize() {
    return spec.keySize();
  }

  /** The size of a value in bytes. */
  public int valueSize() {
    return spec.valueSize();
  }

  /** The template of inner maps. */
  public Optional<MapInfo> inner() {
    return inner;
  }

  /** The fields of a value that the kernel manages. */
  public List<SpecialField> fields() {
    return fields;
  }

  /** Whether values have a field of a kind. */
  public boolean has(SpecialField.Kind kind) {
    return fields.stream().anyMatch(each -> each.kind() == kind);
  }

  /** Whether programs may read it. */
  public boolean isReadable() {
    return (spec.flags() & WRITE_ONLY_PROGRAM) == 0;
  }

  /** Whether programs may write it. */
  public boolean isWritable() {
    return (spec.flags() & READ_ONLY_PROGRAM) == 0;
  }

  /** Whether a program may hold the address of its first value. */
  public boolean hasDirectValue() {
    return switch (spec.type()) {
      case ARRAY -> true;
      case ARENA -> true;
      default -> false;
    };
  }

  /** The bytes of the only value of a map that nobody can change any more, else empty. */
  public Optional<MemorySegment> constants() {
    if (isWritable() || !spec.frozen() || spec.type() != MapType.ARRAY) {
      return Optional.empty();
    }
    for (MapSpec.Entry entry : spec.contents()) {
      if (entry instanceof MapSpec.Entry.Value(var key, var value) && isZero(key.toArray())) {
        return Optional.of(value.segment());
      }
    }
    return Optional.of(MemorySegment.ofArray(new byte[spec.valueSize()]));
  }

  private static boolean isZero(byte[] key) {
    for (byte each : key) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return spec.name();
  }
}
