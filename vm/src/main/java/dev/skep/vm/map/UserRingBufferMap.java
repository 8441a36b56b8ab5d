package dev.skep.vm.map;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code BPF_MAP_TYPE_USER_RINGBUF}: records from user space to programs. */
public final class UserRingBufferMap extends VmMap {
  private final RingBufferMap ring;
  private final SpinLock draining = new SpinLock(1);

  UserRingBufferMap(MapHome home, MapSpec spec) {
    MapSpec shape =
        MapSpec.of(
                spec.name(), MapType.RINGBUF, spec.keySize(), spec.valueSize(), spec.maxEntries())
            .withFlags(spec.flags());
    RingBufferMap records = new RingBufferMap(home, shape);
    super(home, spec);
    this.ring = records;
  }

  /** Hands a record to the programs: 0, or −EAGAIN when there is no room. */
  public int submit(MemorySegment record) {
    return ring.output(record, 0, record.byteSize(), RingBufferMap.NO_WAKEUP);
  }

  /** Whether the caller may drain now; {@link #drained} ends that. */
  public boolean tryDrain() {
    return draining.tryLock(0);
  }

  /** Ends {@link #tryDrain}. */
  public void drained() {
    draining.unlock(0);
  }

  /** Hands at most so many records to a consumer that may end it by false. */
  public int drain(Predicate<MemorySegment> consumer, int limit) {
    return ring.drain(consumer, limit);
  }

  @Override
  int read(MemorySegment key, long keyAt, MemorySegment value, long valueAt) {
    return error(Errno.ENOTSUPP);
  }

  @Override
  int write(MemorySegment key, long keyAt, MemorySegment value, long valueAt, long flags) {
    return error(Errno.ENOTSUPP);
  }

  @Override
  int erase(MemorySegment key, long keyAt) {
    return error(Errno.ENOTSUPP);
  }

  @Override
  int following(@Nullable MemorySegment key, MemorySegment next) {
    return error(Errno.ENOTSUPP);
  }

  @Override
  void freed() {
    ring.close();
  }
}
