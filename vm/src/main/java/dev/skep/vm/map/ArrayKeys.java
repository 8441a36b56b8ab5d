package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What the kinds of arrays have in common: keys are 32-bit indices, nothing is ever missing. */
final class ArrayKeys {
  private ArrayKeys() {}

  /** {@code array_map_alloc_check}. */
  static void check(MapSpec spec, int flags) {
    MapChecks.require(spec.maxEntries() != 0, spec, Errno.EINVAL, "max_entries must not be zero");
    MapChecks.keyBytes(spec, 4);
    MapChecks.require(spec.valueSize() != 0, spec, Errno.EINVAL, "value_size must not be zero");
    MapChecks.flags(spec, flags | MapFlags.NUMA_NODE | MapFlags.ACCESS);
    MapChecks.require(spec.valueSize() > 0, spec, Errno.E2BIG, "value_size too large");
    MapChecks.entries(spec);
  }

  /** {@code fd_array_map_alloc_check}: programs cannot read or write such values anyway. */
  static void checkHidden(MapSpec spec) {
    int program = MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG;
    MapChecks.require(
        (spec.flags() & program) == 0, spec, Errno.EINVAL, "programs cannot reach its values");
  }

  /** Why an update is refused, as a negative error number; 0 when it is not. */
  static int refusal(int index, int entries, long flags) {
    if ((flags & ~MapFlags.LOCK) > MapFlags.EXIST || flags < 0) {
      return -Errno.EINVAL.number();
    }
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return -Errno.E2BIG.number();
    }
    return (flags & MapFlags.NO_EXIST) != 0 ? -Errno.EEXIST.number() : 0;
  }

  static int following(@Nullable MemorySegment key, MemorySegment next, int entries) {
    int index = key == null ? -1 : key.get(JAVA_INT_UNALIGNED, 0);
    if (Integer.compareUnsigned(index, entries) >= 0) {
      next.set(JAVA_INT_UNALIGNED, 0, 0);
      return 0;
    }
    if (index == entries - 1) {
      return -Errno.ENOENT.number();
    }
    next.set(JAVA_INT_UNALIGNED, 0, index + 1);
    return 0;
  }

  /** Visits all values; the key is a copy that lives for the visit. */
  static int forEach(VmMap map, VmMap.EntryVisitor visitor, int entries, int cpu) {
    try (KeyCopy copy = new KeyCopy(map.home().space(), Integer.BYTES)) {
      int index = 0;
      boolean more = true;
      while (more && index < entries) {
        copy.segment().set(JAVA_INT_UNALIGNED, 0, index);
        more = visitor.visit(copy.address(), map.findInt(index++, cpu));
      }
      return index;
    }
  }
}
