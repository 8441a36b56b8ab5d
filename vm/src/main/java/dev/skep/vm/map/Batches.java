package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** How a kind does batches: not at all, key by key, or by bucket. */
interface Batches {
  /** Kinds that Linux has no batches for: its internal error 524. */
  Batches NONE =
      new Batches() {
        @Override
        public BatchResult lookup(
            VmMap map,
            BatchCursor cursor,
            MemorySegment keys,
            MemorySegment values,
            int count,
            boolean delete) {
          throw map.failure(Errno.ENOTSUPP, "lookup batch");
        }

        @Override
        public BatchResult update(
            VmMap map, MemorySegment keys, MemorySegment values, int count, long flags) {
          throw map.failure(Errno.ENOTSUPP, "update batch");
        }

        @Override
        public BatchResult delete(VmMap map, MemorySegment keys, int count) {
          throw map.failure(Errno.ENOTSUPP, "delete batch");
        }
      };

  /** Reads up to {@code count} entries, and removes them when asked. */
  BatchResult lookup(
      VmMap map,
      BatchCursor cursor,
      MemorySegment keys,
      MemorySegment values,
      int count,
      boolean delete);

  /** Writes entries one after the other until one fails. */
  default BatchResult update(
      VmMap map, MemorySegment keys, MemorySegment values, int count, long flags) {
    long keySize = map.spec().keySize();
    long valueSize = map.valueBytes();
    for (int i = 0; i < count; i++) {
      int result = map.write(keys, i * keySize, values, i * valueSize, flags);
      if (result != 0) {
        return new BatchResult(i, false, Errno.of(-result));
      }
    }
    return new BatchResult(count, false, Optional.empty());
  }

  /** Removes entries one after the other until one fails. */
  default BatchResult delete(VmMap map, MemorySegment keys, int count) {
    long keySize = map.spec().keySize();
    for (int i = 0; i < count; i++) {
      int result = map.erase(keys, i * keySize);
      if (result != 0) {
        return new BatchResult(i, false, Errno.of(-result));
      }
    }
    return new BatchResult(count, false, Optional.empty());
  }
}
