package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.engine.BatchCursor;
import dev.skep.engine.BatchResult;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Batches of hashes: whole buckets, under their locks; the cursor's token is the number of the next
 * bucket. Where Linux says ENOSPC, because a bucket holds more than the caller has room for, the
 * rest waits in the cursor.
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
    if (cursor.readAhead() instanceof ReadAhead ahead) {
      return ahead.moveTo(cursor, keys, values, count);
    }
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
          return done > 0 || count == 0
              ? stop(cursor, bucket, done)
              : readAhead(hash, cursor, bucket, size, delete).moveTo(cursor, keys, values, count);
        }
        copy(hash, bucket, keys, values, done, delete);
        done += size;
      } finally {
        table.unlock(bucket);
      }
      bucket++;
    }
    stop(cursor, bucket, done);
    return new BatchResult(done, true, Optional.empty());
  }

  /** Keeps the next bucket for the next call. */
  private static BatchResult stop(BatchCursor cursor, int bucket, int done) {
    cursor.token().set(JAVA_INT_UNALIGNED, 0, bucket);
    cursor.advanced();
    return new BatchResult(done, false, Optional.empty());
  }

  /** Reads a locked bucket that is larger than the caller's room. */
  private static ReadAhead readAhead(
      HashKind map, BatchCursor cursor, int bucket, int size, boolean delete) {
    MemorySegment keys = MemorySegment.ofArray(new byte[size * map.spec().keySize()]);
    MemorySegment values = MemorySegment.ofArray(new byte[size * map.valueBytes()]);
    copy(map, bucket, keys, values, 0, delete);
    stop(cursor, bucket + 1, 0);
    return new ReadAhead(map, keys, values, size);
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
