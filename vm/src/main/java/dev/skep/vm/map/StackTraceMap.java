package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_STACK_TRACE}: stacks by id. A recording holds no stacks and the helpers that
 * take them are refused at load, so that it stays empty; it exists because objects declare it.
 */
final class StackTraceMap extends VmMap {
  private static final int FRAME_BYTES = 8;
  private static final int BUILD_ID_FRAME_BYTES = 32;

  /** {@code PERF_MAX_STACK_DEPTH}, what sysctl kernel.perf_event_max_stack starts with. */
  private static final int DEPTH = 127;

  /** Stacks are numbered below the entries, rounded up to a power of two. */
  private final int buckets;

  StackTraceMap(MapHome home, MapSpec spec) {
    MapChecks.flags(
        spec, MapFlags.NUMA_NODE | MapFlags.STACK_BUILD_ID | MapFlags.RDONLY | MapFlags.WRONLY);
    boolean buildId = (spec.flags() & MapFlags.STACK_BUILD_ID) != 0;
    int frame = buildId ? BUILD_ID_FRAME_BYTES : FRAME_BYTES;
    boolean shaped =
        spec.maxEntries() != 0
            && spec.keySize() == 4
            && spec.valueSize() >= FRAME_BYTES
            && spec.valueSize() % frame == 0
            && spec.valueSize() / frame <= DEPTH;
    MapChecks.require(
        shaped, spec, Errno.EINVAL, "key_size must be 4, value_size up to 127 frames of " + frame);
    MapChecks.entries(spec);
    super(home, spec);
    int entries = spec.maxEntries();
    this.buckets = entries == 1 ? 1 : Integer.highestOneBit(entries - 1) << 1;
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return error(Errno.ENOENT);
  }

  @Override
  int readAndRemove(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return error(Errno.ENOENT);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    return error(Errno.EINVAL);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    int index = key.get(JAVA_INT_UNALIGNED, keyAt);
    return error(Integer.compareUnsigned(index, buckets) >= 0 ? Errno.E2BIG : Errno.ENOENT);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return error(Errno.ENOENT);
  }
}
