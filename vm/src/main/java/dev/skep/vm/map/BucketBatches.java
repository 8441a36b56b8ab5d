package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Batches of hashes: whole buckets, under their locks; the cursor's token is the number of the next
 * bucket. A bucket that holds more than fits into an empty batch fails with ENOSPC, as in Linux.
 */
final class BucketBatches implements Batches {
  static final BucketBatches INSTANCE = new BucketBatches();

  private BucketBatches() {}

  @Override
  public BatchResult lookup(
      VmMap map,
      BatchCursor cursor,
      MemorySegment keys,
      MemorySegment values,
      int count,
      boolean delete) {
    HashKind hash = (HashKind) map;
    HashTable table = hash.table;
    int bucket = cursor.started() ? cursor.token().get(JAVA_INT_UNALIGNED, 0) : 0;
    int done = 0;
    while (bucket < table.buckets()) {
      if (table.leader(bucket) < 0) {
        bucket++;
        continue;
      }
      table.lockBucket(bucket);
      try {
        int size = size(table, bucket);
        if (size > count - done) {
          stop(cursor, bucket);
          return new BatchResult(
              done, false, done == 0 ? Optional.of(Errno.ENOSPC) : Optional.empty());
        }
        copy(hash, bucket, keys, values, done, delete);
        done += size;
      } finally {
        table.unlock(bucket);
      }
      bucket++;
    }
    stop(cursor, bucket);
    return new BatchResult(done, true, Optional.empty());
  }

  private static void stop(BatchCursor cursor, int bucket) {
    cursor.token().set(JAVA_INT_UNALIGNED, 0, bucket);
    cursor.advanced();
  }

  private static int size(HashTable table, int bucket) {
    int size = 0;
    for (int each = table.leader(bucket); each >= 0; each = table.follower(each)) {
      size++;
    }
    return size;
  }

  private static void copy(
      HashKind map,
      int bucket,
      MemorySegment keys,
      MemorySegment values,
      int from,
      boolean delete) {
    long keySize = map.spec().keySize();
    long valueSize = map.valueBytes();
    int index = from;
    int element = map.table.leader(bucket);
    while (element >= 0) {
      int after = map.table.follower(element);
      map.copyKey(element, keys, index * keySize);
      map.copyOut(element, values, index * valueSize);
      if (delete) {
        map.removeLocked(element, bucket);
      }
      index++;
      element = after;
    }
  }
}
