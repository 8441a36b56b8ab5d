package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_ARENA}: memory that programs and user space share, pointers included. All its
 * pages are there from the start.
 */
final class ArenaMap extends VmMap {
  private static final int PAGE_BYTES = 4096;

  /** An arena has 32-bit offsets. */
  private static final long LIMIT_BYTES = 1L << 32;

  private final MemorySegment pages;

  ArenaMap(MapHome home, MapSpec spec) {
    int optional = MapFlags.SEGV_ON_FAULT | MapFlags.NO_USER_CONV;
    MapChecks.require(
        (spec.flags() & ~optional) == MapFlags.MMAPABLE,
        spec,
        Errno.EINVAL,
        "BPF_F_MMAPABLE is required");
    boolean shaped = spec.keySize() == 0 && spec.valueSize() == 0 && spec.maxEntries() != 0;
    MapChecks.require(
        shaped, spec, Errno.EINVAL, "key_size and value_size must be zero, max_entries must not");
    MapChecks.require(
        (spec.extra() & PAGE_BYTES - 1) == 0, spec, Errno.EINVAL, "map_extra is no page's address");
    long bytes = Integer.toUnsignedLong(spec.maxEntries()) * PAGE_BYTES;
    MapChecks.require(bytes <= LIMIT_BYTES, spec, Errno.E2BIG, "more than 4 GiB of pages");
    super(home, spec);
    this.pages = allocate(bytes);
    expose(Region.of("arena \"" + spec.name() + "\"", pages, true));
  }

  @Override
  public long valueAddress(int offset) {
    return Integer.toUnsignedLong(offset) < pages.byteSize()
        ? pages.address() + Integer.toUnsignedLong(offset)
        : super.valueAddress(offset);
  }

  @Override
  public MemorySegment memory() {
    mayMap();
    return pages;
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return error(Errno.EINVAL);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    return error(Errno.EOPNOTSUPP);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    return error(Errno.EOPNOTSUPP);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return error(Errno.EOPNOTSUPP);
  }
}
