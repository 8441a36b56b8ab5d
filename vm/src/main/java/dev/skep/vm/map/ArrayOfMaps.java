package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}: programs find the map itself, user space writes and reads
 * maps' ids.
 */
final class ArrayOfMaps extends VmMap {
  private static final Batches BATCHES = new KeyBatches(false, false);

  private final int entries;
  private final MapSpec template;
  private final AtomicReferenceArray<@Nullable VmMap> inner;

  ArrayOfMaps(MapHome home, MapSpec spec) {
    ArrayKeys.check(spec, 0);
    MapSpec wanted = InnerMaps.template(spec);
    super(home, spec);
    this.entries = spec.maxEntries();
    this.template = wanted;
    this.inner = new AtomicReferenceArray<>(entries);
  }

  private @Nullable VmMap inner(int index) {
    return Integer.compareUnsigned(index, entries) < 0 ? inner.get(index) : null;
  }

  @Override
  public long find(MemorySegment key, long keyAt, int cpu) {
    return findInt(key.get(JAVA_INT_UNALIGNED, keyAt), cpu);
  }

  @Override
  public long findInt(int index, int cpu) {
    VmMap found = inner(index);
    return found == null ? 0 : found.handle();
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    VmMap found = inner(key.get(JAVA_INT_UNALIGNED, keyAt));
    if (found == null) {
      return error(Errno.ENOENT);
    }
    value.set(JAVA_INT_UNALIGNED, valueAt, found.id());
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
    VmMap map = InnerMaps.named(this, template, value, valueAt);
    if (map == null) {
      return InnerMaps.refusal(this, value, valueAt);
    }
    map.retain();
    drop(inner.getAndSet(index, map));
    return 0;
  }

  private static void drop(@Nullable VmMap old) {
    if (old != null) {
      old.release();
    }
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (Integer.compareUnsigned(index, entries) >= 0) {
      return error(Errno.E2BIG);
    }
    VmMap old = inner.getAndSet(index, null);
    drop(old);
    return old == null ? error(Errno.ENOENT) : 0;
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return ArrayKeys.following(key, next, entries);
  }

  @Override
  void freed() {
    for (int i = 0; i < entries; i++) {
      drop(inner.getAndSet(i, null));
    }
  }

  @Override
  Batches batches() {
    return BATCHES;
  }
}
