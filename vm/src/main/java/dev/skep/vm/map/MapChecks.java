package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.engine.MapException;
import dev.skep.spec.MapSpec;

/** What Linux demands of a specification before it creates a map ({@code map_alloc_check}). */
final class MapChecks {
  /** {@code KMALLOC_MAX_SIZE}, the bound of a key and a value together. */
  static final int ELEMENT_LIMIT = 4 << 20;

  /** {@code PCPU_MIN_UNIT_SIZE}: the bound of one CPU's value. */
  static final int PER_CPU_LIMIT = 32 << 10;

  private MapChecks() {}

  static void require(boolean holds, MapSpec spec, Errno errno, String why) {
    if (!holds) {
      throw new MapException(
          errno,
          "map \"%s\" (%s): %s: key_size=%d value_size=%d max_entries=%s flags=0x%x: %s (%s)"
              .formatted(
                  spec.name(),
                  spec.type().label(),
                  why,
                  spec.keySize(),
                  spec.valueSize(),
                  Integer.toUnsignedString(spec.maxEntries()),
                  spec.flags(),
                  errno,
                  errno.text()));
    }
  }

  static void flags(MapSpec spec, int allowed) {
    require(
        (spec.flags() & ~allowed) == 0, spec, Errno.EINVAL, "flags that this kind does not have");
    access(spec);
  }

  /** Nobody may have one side's read-only and write-only at once. */
  private static void access(MapSpec spec) {
    int user = MapFlags.RDONLY | MapFlags.WRONLY;
    int program = MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG;
    boolean contradiction = (spec.flags() & user) == user || (spec.flags() & program) == program;
    require(!contradiction, spec, Errno.EINVAL, "read-only and write-only at once");
  }

  static void entries(MapSpec spec) {
    require(spec.maxEntries() != 0, spec, Errno.EINVAL, "max_entries must not be zero");
    require(spec.maxEntries() > 0, spec, Errno.E2BIG, "max_entries beyond 2147483647");
  }

  static void keyBytes(MapSpec spec, int bytes) {
    require(spec.keySize() == bytes, spec, Errno.EINVAL, "key_size must be " + bytes);
  }

  static void valueBytes(MapSpec spec, int bytes) {
    require(spec.valueSize() == bytes, spec, Errno.EINVAL, "value_size must be " + bytes);
  }
}
