package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The hash table behind all kinds of hashes: chains of preallocated elements, readers without
 * locks, writers with a lock a bucket.
 *
 * <pre>
 * element:  0        4        8               8 + key rounded up to 8
 *           | next   | hash   | key           | value …
 * </pre>
 *
 * A link is an element's index + 1. A chain ends in the negative number of its bucket: an element
 * that is removed may be reused in another chain while a reader stands on it, and a reader that
 * ends in a foreign bucket starts again (the kernel's hlist_nulls does the same,
 * Documentation/RCU/rculist_nulls.rst). There are more elements than entries, so that a replacement
 * can be complete before it takes the place of the old element.
 */
final class HashTable {
  /** Where the key starts in an element. */
  static final int KEY_AT = 8;

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final int entries;
  private final int spares;
  private final int keySize;
  private final int valueAt;
  private final long stride;
  private final int bucketMask;
  private final MemorySegment heads;
  private final MemorySegment elements;
  private final long valueBase;
  private final SpinLock locks;
  private final FreeList free;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * An empty table.
   *
   * @param valueBytes the bytes of an element's value, a multiple of 8
   * @param spares how many writers may replace elements at a time
   */
  HashTable(VmMap map, int entries, int keySize, long valueBytes, int spares) {
    this.entries = entries;
    this.spares = spares;
    this.keySize = keySize;
    this.valueAt = (int) (KEY_AT + VmMap.roundUp8(keySize));
    this.stride = valueAt + valueBytes;
    int buckets = entries <= 1 ? 1 : Integer.highestOneBit(entries - 1) << 1;
    if (buckets <= 0) {
      buckets = 1 << 30;
    }
    this.bucketMask = buckets - 1;
    this.heads = map.allocate(4L * buckets);
    this.elements = map.allocate(stride * ((long) entries + spares));
    this.valueBase = elements.address() + valueAt;
    this.locks = new SpinLock(Math.min(buckets, 1024));
    this.free = new FreeList(entries + spares);
    for (int bucket = 0; bucket < buckets; bucket++) {
      heads.set(JAVA_INT, 4L * bucket, end(bucket));
    }
  }

  /** All elements' memory. */
  MemorySegment elements() {
    return elements;
  }

  long stride() {
    return stride;
  }

  /** Where the value starts in an element. */
  int valueAt() {
    return valueAt;
  }

  /** How many entries there are now. */
  int count() {
    return count.get();
  }

  int buckets() {
    return bucketMask + 1;
  }

  private static int end(int bucket) {
    return -bucket - 1;
  }

  /** Where an element starts in {@link #elements}. */
  long at(int element) {
    return element * stride;
  }

  /** The address of an element's value. */
  long valueAddress(int element) {
    return valueBase + element * stride;
  }

  /** The element whose value has an address. */
  int elementOf(long valueAddress) {
    return (int) ((valueAddress - valueBase) / stride);
  }

  private static int spread(long hash) {
    long mixed = hash * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32) ^ (int) mixed >>> 15;
  }

  static int hashLong(long key) {
    return spread(key ^ key >>> 32);
  }

  private int hash(MemorySegment key, long keyAt) {
    if (keySize == 8) {
      return hashLong(key.get(JAVA_LONG_UNALIGNED, keyAt));
    }
    if (keySize == 4) {
      return hashLong(key.get(JAVA_INT_UNALIGNED, keyAt) & 0xffff_ffffL);
    }
    long hash = keySize;
    long at = 0;
    for (; at + 8 <= keySize; at += 8) {
      hash = (hash ^ key.get(JAVA_LONG_UNALIGNED, keyAt + at)) * 0xff51_afd7_ed55_8ccdL;
      hash ^= hash >>> 32;
    }
    for (; at < keySize; at++) {
      hash = (hash ^ key.get(JAVA_BYTE, keyAt + at)) * 0x0000_0100_0000_01b3L;
    }
    return spread(hash ^ hash >>> 29);
  }

  private int next(int element) {
    return (int) INT.getAcquire(elements, at(element));
  }

  private int head(int bucket) {
    return (int) INT.getAcquire(heads, 4L * bucket);
  }

  /** The element with a key of 8 bytes; −1 when there is none. */
  int findLong(long key) {
    int bucket = hashLong(key) & bucketMask;
    while (true) {
      int link = head(bucket);
      while (link > 0) {
        long at = (link - 1) * stride;
        if ((long) LONG.getOpaque(elements, at + KEY_AT) == key) {
          return link - 1;
        }
        link = (int) INT.getAcquire(elements, at);
      }
      if (link == end(bucket)) {
        return -1;
      }
    }
  }

  /** The element with a key of 4 bytes; −1 when there is none. */
  int findInt(int key) {
    int bucket = hashLong(key & 0xffff_ffffL) & bucketMask;
    while (true) {
      int link = head(bucket);
      while (link > 0) {
        long at = (link - 1) * stride;
        if ((int) INT.getOpaque(elements, at + KEY_AT) == key) {
          return link - 1;
        }
        link = (int) INT.getAcquire(elements, at);
      }
      if (link == end(bucket)) {
        return -1;
      }
    }
  }

  /** The element with a key; −1 when there is none. */
  int find(MemorySegment key, long keyAt) {
    int hash = hash(key, keyAt);
    int bucket = hash & bucketMask;
    while (true) {
      int link = head(bucket);
      while (link > 0) {
        if (matches(link - 1, hash, key, keyAt)) {
          return link - 1;
        }
        link = next(link - 1);
      }
      if (link == end(bucket)) {
        return -1;
      }
    }
  }

  private boolean matches(int element, int hash, MemorySegment key, long keyAt) {
    long at = at(element);
    if ((int) INT.getOpaque(elements, at + 4) != hash) {
      return false;
    }
    return MemorySegment.mismatch(
            elements, at + KEY_AT, at + KEY_AT + keySize, key, keyAt, keyAt + keySize)
        < 0;
  }

  /** A bucket that its writer has locked. */
  int lock(MemorySegment key, long keyAt) {
    int bucket = hash(key, keyAt) & bucketMask;
    locks.lock(bucket);
    return bucket;
  }

  void lockBucket(int bucket) {
    locks.lock(bucket);
  }

  void unlock(int bucket) {
    locks.unlock(bucket);
  }

  /** An element for one more entry; −1 when there are as many as the map may hold. */
  int take() {
    int now = count.getAndUpdate(n -> n < entries ? n + 1 : n);
    return now < entries ? takeSpare() : -1;
  }

  /** An element that will replace another. */
  int takeSpare() {
    int element = free.pop();
    while (element < 0) {
      LockSupport.parkNanos(1_000);
      element = free.pop();
    }
    return element;
  }

  /** Fills in an element's key; nobody can see it yet. */
  void setKey(int element, MemorySegment key, long keyAt) {
    long at = at(element);
    int hash = hash(key, keyAt);
    INT.setOpaque(elements, at + 4, hash);
    if (keySize == 8) {
      LONG.setOpaque(elements, at + KEY_AT, key.get(JAVA_LONG_UNALIGNED, keyAt));
    } else {
      MemorySegment.copy(key, keyAt, elements, at + KEY_AT, keySize);
    }
  }

  /** Puts a complete element in front of its chain; the bucket is locked. */
  void link(int element, int bucket) {
    INT.setRelease(elements, at(element), head(bucket));
    INT.setRelease(heads, 4L * bucket, element + 1);
  }

  /** Takes an element out of its chain; the bucket is locked. The element's own link stays. */
  void unlink(int element, int bucket) {
    int link = head(bucket);
    if (link == element + 1) {
      INT.setRelease(heads, 4L * bucket, next(element));
      return;
    }
    while (link > 0) {
      int following = next(link - 1);
      if (following == element + 1) {
        INT.setRelease(elements, at(link - 1), next(element));
        return;
      }
      link = following;
    }
    throw new IllegalStateException("element " + element + " is not in bucket " + bucket);
  }

  /** How many elements there are, spares included. */
  int elementCount() {
    return entries + spares;
  }

  /**
   * Takes an element out of its chain if it is in one and its bucket's lock is free, or is the
   * caller's.
   */
  boolean unlinkIfThere(int element, int lockedBucket) {
    int bucket = bucketOf(element);
    boolean held = locks.same(bucket, lockedBucket);
    if (!held && !locks.tryLock(bucket)) {
      return false;
    }
    try {
      int link = head(bucket);
      while (link > 0 && link != element + 1) {
        link = next(link - 1);
      }
      if (link <= 0) {
        return false;
      }
      unlink(element, bucket);
      return true;
    } finally {
      if (!held) {
        locks.unlock(bucket);
      }
    }
  }

  /** Gives back an element that another has replaced. */
  void giveBackSpare(int element) {
    free.push(element);
  }

  /** Gives back an element whose entry is gone. */
  void giveBack(int element) {
    free.push(element);
    count.decrementAndGet();
  }

  /** The bucket that an element's key belongs to. */
  int bucketOf(int element) {
    return (int) INT.getOpaque(elements, at(element) + 4) & bucketMask;
  }

  /** The first element at or behind a bucket; −1 at the end. */
  int firstFrom(int bucket) {
    for (int each = bucket; each <= bucketMask; each++) {
      int link = head(each);
      if (link > 0) {
        return link - 1;
      }
    }
    return -1;
  }

  /** The element after another in the table's order; −1 at the end. */
  int after(int element) {
    int link = next(element);
    if (link > 0) {
      return link - 1;
    }
    return firstFrom(-link);
  }

  /** The element that leads a bucket's chain; −1 when the chain is empty. */
  int leader(int bucket) {
    int link = head(bucket);
    return link > 0 ? link - 1 : -1;
  }

  /** The element behind another in its chain; −1 at the chain's end. */
  int follower(int element) {
    int link = next(element);
    return link > 0 ? link - 1 : -1;
  }
}
