package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_PROG_ARRAY}: the targets of tail calls. User space writes and reads programs'
 * ids.
 */
public final class ProgramArrayMap extends VmMap {
  private final int entries;
  private final AtomicReferenceArray<@Nullable TailTarget> targets;

  ProgramArrayMap(MapHome home, MapSpec spec) {
    ArrayKeys.check(spec, 0);
    MapChecks.valueBytes(spec, 4);
    ArrayKeys.checkHidden(spec);
    super(home, spec);
    this.entries = spec.maxEntries();
    this.targets = new AtomicReferenceArray<>(entries);
  }

  /** The program at an index; null when there is none. */
  public @Nullable TailTarget target(long index) {
    return index >= 0 && index < entries ? targets.get((int) index) : null;
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    TailTarget target = target(Integer.toUnsignedLong(key.get(JAVA_INT_UNALIGNED, keyAt)));
    if (target == null) {
      return error(Errno.ENOENT);
    }
    value.set(JAVA_INT_UNALIGNED, valueAt, target.id());
    return 0;
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (flags != MapFlags.ANY) {
      return error(Errno.EINVAL);
    }
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.E2BIG);
    }
    TailTarget target = home().programs().apply(value.get(JAVA_INT_UNALIGNED, valueAt));
    if (target == null) {
      return error(Errno.EBADF);
    }
    targets.set(index, target);
    return 0;
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.E2BIG);
    }
    return targets.getAndSet(index, null) == null ? error(Errno.ENOENT) : 0;
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return ArrayKeys.following(key, next, entries);
  }
}
