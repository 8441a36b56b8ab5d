package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}: records to user space, by CPU. There are no perf events
 * here: while somebody reads, each CPU below the map's size has one, and all their records come in
 * one order.
 */
public final class PerfEventArrayMap extends VmMap {
  /** {@code BPF_F_INDEX_MASK}, also {@code BPF_F_CURRENT_CPU}. */
  private static final long INDEX_MASK = 0xffff_ffffL;

  private static final int RING_BYTES = 1 << 20;

  private final int entries;
  private final Object opening = new Object();
  private volatile @Nullable RingBufferMap ring;

  PerfEventArrayMap(MapHome home, MapSpec spec) {
    ArrayKeys.check(spec, MapFlags.PRESERVE_ELEMS);
    MapChecks.valueBytes(spec, 4);
    ArrayKeys.checkHidden(spec);
    super(home, spec);
    this.entries = spec.maxEntries();
  }

  /** The ring that the records come through, from now on. */
  public RingBufferMap open() {
    synchronized (opening) {
      RingBufferMap known = ring;
      if (known == null) {
        MapSpec shape = MapSpec.of(spec().name(), MapType.RINGBUF, 0, 0, RING_BYTES);
        known = new RingBufferMap(home(), shape);
        ring = known;
      }
      return known;
    }
  }

  /** {@code bpf_perf_event_output}: 0 or a negative error number. */
  public int output(long flags, int cpu, MemorySegment data, long dataAt, long bytes) {
    if ((flags & ~INDEX_MASK) != 0) {
      return error(Errno.EINVAL);
    }
    long index = flags == INDEX_MASK ? cpu : flags;
    if (index >= entries) {
      return error(Errno.E2BIG);
    }
    RingBufferMap target = ring;
    if (target == null || index >= home().cpus()) {
      return error(Errno.ENOENT);
    }
    if (index != cpu) {
      return error(Errno.EOPNOTSUPP);
    }
    int result = target.output(data, dataAt, bytes, 0);
    return result == 0 ? 0 : error(Errno.ENOSPC);
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return error(Errno.ENOTSUPP);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    if (flags != MapFlags.ANY) {
      return error(Errno.EINVAL);
    }
    return Integer.compareUnsigned(index, entries) >= 0 ? error(Errno.E2BIG) : error(Errno.EBADF);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    return Integer.compareUnsigned(index, entries) >= 0 ? error(Errno.E2BIG) : error(Errno.ENOENT);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return ArrayKeys.following(key, next, entries);
  }

  @Override
  void freed() {
    RingBufferMap known = ring;
    if (known != null) {
      known.close();
    }
  }
}
