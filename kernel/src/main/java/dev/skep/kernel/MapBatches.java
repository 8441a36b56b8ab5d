package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import dev.skep.engine.MapException;
import dev.skep.engine.UpdateMode;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.MapBatchAttribute;
import dev.skep.kernel.sys.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * The batch operations of one map. Native memory is handed to the kernel as it is and must stay
 * open during the call; memory on Java's heap is copied.
 */
final class MapBatches {
  private final KernelMap map;

  MapBatches(KernelMap map) {
    this.map = map;
  }

  BatchResult lookup(
      BatchCursor cursor, MemorySegment keys, MemorySegment values, int count, boolean delete) {
    check(keys, map.spec().keySize(), count, "keys");
    check(values, map.valueBytes(), count, "values");
    if (cursor.readAhead() instanceof ReadAhead ahead) {
      return ahead.moveTo(cursor, keys, values, count);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeKeys = room(keys, arena);
      MemorySegment nativeValues = room(values, arena);
      Command command = delete ? Command.MAP_LOOKUP_AND_DELETE_BATCH : Command.MAP_LOOKUP_BATCH;
      Outcome outcome = call(command, cursor, nativeKeys, nativeValues, count, 0);
      // A bucket of a hash is read as a whole, and may hold more than the caller has room for.
      if (Syscall.failed(outcome.result, Errno.ENOSPC) && outcome.done(count) == 0) {
        return readAhead(command, cursor, count).moveTo(cursor, keys, values, count);
      }
      boolean end = Syscall.failed(outcome.result, Errno.ENOENT);
      if (outcome.result < 0 && !end && outcome.untouched(count)) {
        throw map.failure("read a batch of", outcome.result);
      }
      int done = end ? outcome.count : outcome.done(count);
      copyBack(nativeKeys, keys, (long) done * map.spec().keySize());
      copyBack(nativeValues, values, (long) done * map.valueBytes());
      if (done > 0) {
        cursor.advanced();
      }
      return new BatchResult(done, end, end ? Optional.empty() : outcome.error());
    }
  }

  /** Reads a batch that is larger than the caller's room, until one bucket fits. */
  private ReadAhead readAhead(Command command, BatchCursor cursor, int refused) {
    for (long count = Math.max(8, 2L * refused); ; count *= 2) {
      int larger = (int) Math.min(count, Integer.MAX_VALUE / 2);
      Arena arena = Arena.ofAuto();
      MemorySegment keys = arena.allocate((long) larger * map.spec().keySize(), 8);
      MemorySegment values = arena.allocate((long) larger * map.valueBytes(), 8);
      Outcome outcome = call(command, cursor, keys, values, larger, 0);
      boolean end = Syscall.failed(outcome.result, Errno.ENOENT);
      if (outcome.result >= 0 || end) {
        cursor.advanced();
        return new ReadAhead(map, keys, values, outcome.count, end);
      }
      boolean grows = Syscall.failed(outcome.result, Errno.ENOSPC) && larger == count;
      if (!grows || larger > 2L * Integer.toUnsignedLong(map.spec().maxEntries()) + 16) {
        throw map.failure("read a batch of", outcome.result);
      }
    }
  }

  BatchResult update(MemorySegment keys, MemorySegment values, int count, UpdateMode mode) {
    check(keys, map.spec().keySize(), count, "keys");
    check(values, map.valueBytes(), count, "values");
    try (Arena arena = Arena.ofConfined()) {
      Outcome outcome =
          call(
              Command.MAP_UPDATE_BATCH,
              null,
              nativeCopy(keys, arena),
              nativeCopy(values, arena),
              count,
              mode.flags());
      return written(outcome, "write a batch to", count);
    }
  }

  BatchResult delete(MemorySegment keys, int count) {
    check(keys, map.spec().keySize(), count, "keys");
    try (Arena arena = Arena.ofConfined()) {
      Outcome outcome =
          call(
              Command.MAP_DELETE_BATCH,
              null,
              nativeCopy(keys, arena),
              MemorySegment.NULL,
              count,
              0);
      return written(outcome, "delete a batch from", count);
    }
  }

  private BatchResult written(Outcome outcome, String action, int count) {
    if (outcome.result < 0 && outcome.untouched(count)) {
      throw map.failure(action, outcome.result);
    }
    return new BatchResult(outcome.done(count), false, outcome.error());
  }

  /**
   * What one call gave.
   *
   * @param result the system call's result
   * @param count the attribute's count after the call
   */
  private record Outcome(long result, int count) {
    /**
     * Whether the kernel refused before it began: then it leaves the count as it was asked for, and
     * a call that stopped half way has counted fewer.
     */
    boolean untouched(int asked) {
      return count == asked;
    }

    int done(int asked) {
      return result < 0 && untouched(asked) ? 0 : count;
    }

    Optional<Errno> error() {
      return result < 0 ? Syscall.error(result) : Optional.empty();
    }
  }

  private Outcome call(
      Command command,
      @org.jspecify.annotations.Nullable BatchCursor cursor,
      MemorySegment keys,
      MemorySegment values,
      int count,
      long elementFlags) {
    int fd = map.descriptor();
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      if (cursor != null) {
        attribute.set(
            JAVA_LONG, MapBatchAttribute.IN_BATCH, cursor.started() ? cursor.token().address() : 0);
        attribute.set(JAVA_LONG, MapBatchAttribute.OUT_BATCH, cursor.token().address());
      }
      attribute.set(JAVA_LONG, MapBatchAttribute.KEYS, keys.address());
      attribute.set(JAVA_LONG, MapBatchAttribute.VALUES, values.address());
      attribute.set(JAVA_INT, MapBatchAttribute.COUNT, count);
      attribute.set(JAVA_INT, MapBatchAttribute.MAP_FD, fd);
      attribute.set(JAVA_LONG, MapBatchAttribute.ELEMENT_FLAGS, elementFlags);
      long result = Syscall.bpf(call, command, attribute, MapBatchAttribute.BYTES);
      return new Outcome(result, attribute.get(JAVA_INT, MapBatchAttribute.COUNT));
    } finally {
      Reference.reachabilityFence(keys);
      Reference.reachabilityFence(values);
      Reference.reachabilityFence(cursor);
    }
  }

  private void check(MemorySegment memory, int each, int count, String what) {
    if (count < 0 || memory.byteSize() < (long) each * count) {
      throw new MapException(
          Errno.EINVAL,
          map
              + ": room for "
              + what
              + " has bytes="
              + memory.byteSize()
              + ", count="
              + count
              + " of "
              + each
              + " bytes each needs "
              + (long) each * count);
    }
  }

  private static MemorySegment room(MemorySegment memory, Arena arena) {
    return memory.isNative() ? memory : arena.allocate(memory.byteSize(), 8);
  }

  private static MemorySegment nativeCopy(MemorySegment memory, Arena arena) {
    return memory.isNative() ? memory : room(memory, arena).copyFrom(memory);
  }

  private static void copyBack(MemorySegment from, MemorySegment to, long bytes) {
    if (!to.isNative()) {
      MemorySegment.copy(from, 0, to, 0, bytes);
    }
  }
}
