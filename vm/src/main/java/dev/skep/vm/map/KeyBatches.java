package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Batches of kinds that walk by key (arrays, tries): the cursor's token is the last key that was
 * read.
 */
record KeyBatches(boolean deletes, boolean lookupDeletes) implements Batches {

  @Override
  public BatchResult lookup(
      VmMap map,
      BatchCursor cursor,
      MemorySegment keys,
      MemorySegment values,
      int count,
      boolean delete) {
    if (delete && !lookupDeletes) {
      throw map.failure(Errno.ENOTSUPP, "lookup and delete batch");
    }
    long keySize = map.spec().keySize();
    long valueSize = map.valueBytes();
    MemorySegment at = cursor.token().asSlice(0, keySize);
    for (int done = 0; done < count; ) {
      MemorySegment key = keys.asSlice(done * keySize, keySize);
      if (map.following(cursor.started() ? at : null, key) != 0) {
        return new BatchResult(done, true, Optional.empty());
      }
      at.copyFrom(key);
      cursor.advanced();
      int result = map.read(key, 0, values, done * valueSize);
      if (result == 0) {
        done++;
      } else if (result != -Errno.ENOENT.number()) {
        return new BatchResult(done, false, Errno.of(-result));
      }
    }
    return new BatchResult(count, false, Optional.empty());
  }

  @Override
  public BatchResult delete(VmMap map, MemorySegment keys, int count) {
    if (!deletes) {
      throw map.failure(Errno.ENOTSUPP, "delete batch");
    }
    return Batches.super.delete(map, keys, count);
  }
}
