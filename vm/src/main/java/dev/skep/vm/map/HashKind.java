package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import dev.skep.vm.memory.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What all kinds of hashes have in common. */
abstract class HashKind extends VmMap {
  private static final int FLAGS =
      MapFlags.NO_PREALLOC
          | MapFlags.NO_COMMON_LRU
          | MapFlags.NUMA_NODE
          | MapFlags.ACCESS
          | MapFlags.ZERO_SEED;

  /** How many of user space's threads may replace elements at a time before they wait. */
  private static final int HOST_SPARES = 4;

  final HashTable table;
  private final int keySize;

  /**
   * An empty hash.
   *
   * @param valueBytes the bytes of an element's value
   */
  HashKind(MapHome home, MapSpec spec, long valueBytes) {
    super(home, spec);
    this.keySize = spec.keySize();
    this.table =
        new HashTable(
            this, spec.maxEntries(), keySize, roundUp8(valueBytes), home.cpus() + HOST_SPARES);
    expose(
        Region.ofCells(
            valueName(),
            table.elements(),
            programsMayWrite(),
            table.stride(),
            table.valueAt(),
            valueBytes));
  }

  /** {@code htab_map_alloc_check}. */
  static void check(MapSpec spec, boolean perCpu, boolean leastRecentlyUsed) {
    MapChecks.flags(spec, FLAGS);
    boolean ownLists = (spec.flags() & MapFlags.NO_COMMON_LRU) != 0;
    MapChecks.require(
        leastRecentlyUsed || !ownLists, spec, Errno.EINVAL, "BPF_F_NO_COMMON_LRU is for LRU kinds");
    MapChecks.require(
        !leastRecentlyUsed || (spec.flags() & MapFlags.NO_PREALLOC) == 0,
        spec,
        Errno.ENOTSUPP,
        "an LRU kind is always preallocated");
    boolean numa = (spec.flags() & MapFlags.NUMA_NODE) != 0;
    MapChecks.require(!numa || !(perCpu || ownLists), spec, Errno.EINVAL, "per-CPU on a NUMA node");
    boolean sized = spec.maxEntries() != 0 && spec.keySize() != 0 && spec.valueSize() != 0;
    MapChecks.require(
        sized, spec, Errno.EINVAL, "key_size, value_size and max_entries must not be zero");
    long element =
        Integer.toUnsignedLong(spec.keySize()) + Integer.toUnsignedLong(spec.valueSize());
    MapChecks.require(
        element < MapChecks.ELEMENT_LIMIT - 48, spec, Errno.E2BIG, "key and value too large");
    MapChecks.require(
        !perCpu || roundUp8(spec.valueSize()) <= MapChecks.PER_CPU_LIMIT,
        spec,
        Errno.E2BIG,
        "value_size beyond what a CPU can hold");
    MapChecks.entries(spec);
  }

  /** The address that an element's value has for a program. */
  abstract long visible(int element, int cpu);

  /** Copies an element's value to user space. */
  abstract void copyOut(int element, MemorySegment value, long valueAt);

  /** Fills a new element's value; {@code cpu} −1 stands for user space. */
  abstract void fill(int element, MemorySegment value, long valueAt, int cpu);

  /** Whether updates of an entry write in place instead of replacing the element. */
  abstract boolean inPlace(long flags);

  /** An element for a new entry; −1 when the map is full. Its bucket is locked. */
  int takeForNew(int bucket) {
    return table.take();
  }

  /** What a program gets when there is no room: a negative error number. */
  int full() {
    return error(Errno.E2BIG);
  }

  /** Says that an element was looked up. */
  void touched(int element) {}

  /** Ends the use of what an element's value stands for. */
  void dropped(int element) {}

  @Override
  public long find(MemorySegment key, long keyAt, int cpu) {
    return found(table.find(key, keyAt), cpu);
  }

  @Override
  public boolean findsByRegister() {
    return keySize == 4 || keySize == 8;
  }

  @Override
  public long findLong(long key, int cpu) {
    return found(table.findLong(key), cpu);
  }

  @Override
  public long findInt(int key, int cpu) {
    return found(table.findInt(key), cpu);
  }

  private long found(int element, int cpu) {
    if (element < 0) {
      return 0;
    }
    touched(element);
    return visible(element, cpu);
  }

  private int element(MemorySegment key, long keyAt) {
    return switch (keySize) {
      case 8 -> table.findLong(key.get(JAVA_LONG_UNALIGNED, keyAt));
      case 4 -> table.findInt(key.get(JAVA_INT_UNALIGNED, keyAt));
      default -> table.find(key, keyAt);
    };
  }

  /** Under the bucket's lock: else the element could be reused while its value is copied. */
  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    int bucket = table.lock(key, keyAt);
    try {
      int element = element(key, keyAt);
      if (element < 0) {
        return error(Errno.ENOENT);
      }
      copyOut(element, value, valueAt);
      return 0;
    } finally {
      table.unlock(bucket);
    }
  }

  @Override
  int readAndRemove(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    int bucket = table.lock(key, keyAt);
    try {
      int element = element(key, keyAt);
      if (element < 0) {
        return error(Errno.ENOENT);
      }
      copyOut(element, value, valueAt);
      removeLocked(element, bucket);
      return 0;
    } finally {
      table.unlock(bucket);
    }
  }

  /** Removes an element whose bucket is locked. */
  final void removeLocked(int element, int bucket) {
    table.unlink(element, bucket);
    dropped(element);
    table.giveBack(element);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    return put(key, keyAt, value, valueAt, flags, -1);
  }

  @Override
  public int put(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags, int cpu) {
    if (flags < 0 || flags > MapFlags.EXIST) {
      return error(Errno.EINVAL);
    }
    int bucket = table.lock(key, keyAt);
    try {
      int old = element(key, keyAt);
      if (old >= 0) {
        return flags == MapFlags.NO_EXIST
            ? error(Errno.EEXIST)
            : replace(old, bucket, key, keyAt, value, valueAt, cpu, flags);
      }
      if (flags == MapFlags.EXIST) {
        return error(Errno.ENOENT);
      }
      int element = takeForNew(bucket);
      if (element < 0) {
        return full();
      }
      table.setKey(element, key, keyAt);
      fill(element, value, valueAt, cpu);
      table.link(element, bucket);
      return 0;
    } finally {
      table.unlock(bucket);
    }
  }

  private int replace(
      int old,
      int bucket,
      MemorySegment key,
      long keyAt,
      MemorySegment value,
      long valueAt,
      int cpu,
      long flags) {
    if (inPlace(flags)) {
      fillInPlace(old, value, valueAt, cpu);
      return 0;
    }
    int element = table.takeSpare();
    table.setKey(element, key, keyAt);
    fill(element, value, valueAt, cpu);
    table.link(element, bucket);
    table.unlink(old, bucket);
    dropped(old);
    table.giveBackSpare(old);
    return 0;
  }

  /** Overwrites an entry's value where it is. */
  void fillInPlace(int element, MemorySegment value, long valueAt, int cpu) {
    fill(element, value, valueAt, cpu);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    int bucket = table.lock(key, keyAt);
    try {
      int element = element(key, keyAt);
      if (element < 0) {
        return error(Errno.ENOENT);
      }
      removeLocked(element, bucket);
      return 0;
    } finally {
      table.unlock(bucket);
    }
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    int element = key == null ? -1 : element(key, 0);
    int following = element < 0 ? table.firstFrom(0) : table.after(element);
    if (following < 0) {
      return error(Errno.ENOENT);
    }
    copyKey(following, next, 0);
    return 0;
  }

  final void copyKey(int element, MemorySegment to, long at) {
    MemorySegment.copy(table.elements(), table.at(element) + HashTable.KEY_AT, to, at, keySize);
  }

  @Override
  public int forEach(EntryVisitor visitor, int cpu) {
    try (KeyCopy copy = new KeyCopy(home().space(), keySize)) {
      int visited = 0;
      boolean more = true;
      int element = table.firstFrom(0);
      while (more && element >= 0) {
        int after = table.after(element);
        copyKey(element, copy.segment(), 0);
        more = visitor.visit(copy.address(), visible(element, cpu));
        visited++;
        element = after;
      }
      return visited;
    }
  }

  @Override
  Batches batches() {
    return BucketBatches.INSTANCE;
  }
}
