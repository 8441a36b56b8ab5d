package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.skep.abi.Errno;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Local storage ({@code TASK_STORAGE} and its like): a value for each object of the host. Programs
 * name an object by its pointer, user space by a number of 4 bytes; here both are the same number.
 */
public final class LocalStorageMap extends VmMap {
  /** {@code BPF_LOCAL_STORAGE_GET_F_CREATE}. */
  public static final long CREATE = 1;

  private final ConcurrentHashMap<Long, Integer> slots = new ConcurrentHashMap<>();
  private final ValueSlab values;

  LocalStorageMap(MapHome home, MapSpec spec) {
    MapChecks.require(
        (spec.flags() & ~MapFlags.CLONE) == MapFlags.NO_PREALLOC,
        spec,
        Errno.EINVAL,
        "BPF_F_NO_PREALLOC is required");
    boolean sized = spec.maxEntries() == 0 && spec.keySize() == 4 && spec.valueSize() > 0;
    MapChecks.require(
        sized, spec, Errno.EINVAL, "key_size must be 4, max_entries 0, value_size above 0");
    MapChecks.require(
        spec.valueSize() <= (64 << 10) - 64, spec, Errno.E2BIG, "value_size too large");
    super(home, spec);
    this.values = new ValueSlab(this, spec.valueSize());
  }

  /**
   * The address of an object's value; 0 when there is none.
   *
   * @param initial what a created value starts with; null for zeros
   */
  public synchronized long get(
      long object, @Nullable MemorySegment initial, long initialAt, long flags) {
    Integer known = slots.get(object);
    if (known != null) {
      return values.address(known);
    }
    if ((flags & CREATE) == 0) {
      return 0;
    }
    int slot = values.take();
    if (slot < 0) {
      return 0;
    }
    values.write(slot, initial, initialAt);
    slots.put(object, slot);
    return values.address(slot);
  }

  /** Removes an object's value: 0 or −ENOENT. */
  public synchronized int delete(long object) {
    Integer slot = slots.remove(object);
    if (slot == null) {
      return error(Errno.ENOENT);
    }
    values.giveBack(slot);
    return 0;
  }

  private static long object(MemorySegment key, long keyAt) {
    return Integer.toUnsignedLong(key.get(JAVA_INT_UNALIGNED, keyAt));
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    Integer slot = slots.get(object(key, keyAt));
    if (slot == null) {
      return error(Errno.ENOENT);
    }
    values.read(slot, value, valueAt);
    return 0;
  }

  @Override
  synchronized int write(
      MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    if (flags < 0 || flags > MapFlags.EXIST) {
      return error(Errno.EINVAL);
    }
    long object = object(key, keyAt);
    Integer known = slots.get(object);
    if (known != null && flags == MapFlags.NO_EXIST) {
      return error(Errno.EEXIST);
    }
    if (known == null && flags == MapFlags.EXIST) {
      return error(Errno.ENOENT);
    }
    if (known != null) {
      values.write(known, value, valueAt);
      return 0;
    }
    return get(object, value, valueAt, CREATE) == 0 ? error(Errno.ENOMEM) : 0;
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    return delete(object(key, keyAt));
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return error(Errno.ENOTSUPP);
  }
}
