package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What the kinds of maps of maps have in common: which maps they take. */
final class InnerMaps {
  private InnerMaps() {}

  static MapSpec template(MapSpec spec) {
    MapChecks.require(
        spec.inner().isPresent(), spec, Errno.EINVAL, "it needs an inner map's template");
    MapChecks.valueBytes(spec, 4);
    MapSpec inner = spec.inner().orElseThrow();
    boolean nested = inner.inner().isPresent();
    MapChecks.require(!nested, spec, Errno.EINVAL, "inner maps may not hold maps");
    boolean programs = inner.type() == MapType.PROG_ARRAY;
    MapChecks.require(!programs, spec, Errno.ENOTSUPP, "inner maps may not be program arrays");
    return inner;
  }

  /** The map with the id that user space writes; null when it may not be held. */
  static @Nullable VmMap named(VmMap holder, MapSpec template, MemorySegment value, long valueAt) {
    VmMap inner = holder.home().table().byId(value.get(JAVA_INT_UNALIGNED, valueAt));
    return inner != null && fits(template, inner.spec()) ? inner : null;
  }

  /** Why {@link #named} gave none. */
  static int refusal(VmMap holder, MemorySegment value, long valueAt) {
    VmMap inner = holder.home().table().byId(value.get(JAVA_INT_UNALIGNED, valueAt));
    return VmMap.error(inner == null ? Errno.EBADF : Errno.EINVAL);
  }

  /** {@code bpf_map_meta_equal}, and for arrays {@code array_map_meta_equal}. */
  private static boolean fits(MapSpec template, MapSpec inner) {
    boolean same =
        template.type() == inner.type()
            && template.keySize() == inner.keySize()
            && template.valueSize() == inner.valueSize()
            && template.flags() == inner.flags();
    boolean counted =
        template.type() == MapType.ARRAY && (template.flags() & MapFlags.INNER_MAP) == 0;
    return same && (!counted || template.maxEntries() == inner.maxEntries());
  }
}
