package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.skep.abi.Errno;
import dev.skep.engine.RingReader.RecordConsumer;
import dev.skep.spec.MapSpec;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_RINGBUF}: records of any length from many producers to one consumer
 * (Documentation/bpf/ringbuf.rst).
 *
 * <pre>
 * record:  0               4         8
 *          | length, flags | unused  | payload, padded to 8 |
 * </pre>
 *
 * Positions only grow; a record starts at its position modulo the size. The memory is twice as long
 * as the ring, so that a record that passes the end is in one piece; the room that it takes at the
 * start is held free by its position.
 */
public final class RingBufferMap extends VmMap {
  /** Bytes in front of a record. */
  public static final int HEADER_BYTES = 8;

  /** {@code BPF_RB_NO_WAKEUP}. */
  public static final long NO_WAKEUP = 1;

  /** {@code BPF_RB_FORCE_WAKEUP}. */
  public static final long FORCE_WAKEUP = 2;

  /** The record is not complete yet ({@code BPF_RINGBUF_BUSY_BIT}). */
  private static final int BUSY = 1 << 31;

  /** The record is to be skipped ({@code BPF_RINGBUF_DISCARD_BIT}). */
  private static final int DISCARD = 1 << 30;

  private static final int PAGE_BYTES = 4096;

  private static final VarHandle LENGTH = JAVA_INT.varHandle();
  private static final VarHandle PRODUCER = position("producer");
  private static final VarHandle CONSUMER = position("consumer");

  private final long size;
  private final MemorySegment data;
  private final SpinLock lock = new SpinLock(1);
  private volatile long producer;
  private volatile long consumer;
  private volatile @Nullable Runnable listener;

  RingBufferMap(MapHome home, MapSpec spec) {
    MapChecks.flags(spec, MapFlags.NUMA_NODE);
    MapChecks.require(
        spec.keySize() == 0 && spec.valueSize() == 0,
        spec,
        Errno.EINVAL,
        "key_size and value_size must be zero");
    long bytes = Integer.toUnsignedLong(spec.maxEntries());
    MapChecks.require(
        Long.bitCount(bytes) == 1 && bytes % PAGE_BYTES == 0,
        spec,
        Errno.EINVAL,
        "max_entries must be a power of two and a multiple of the page size 4096");
    super(home, spec);
    this.size = bytes;
    this.data = allocate(2 * bytes);
  }

  private static VarHandle position(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(RingBufferMap.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Runs a listener whenever a complete record wants the consumer's attention. */
  public void listener(@Nullable Runnable newListener) {
    listener = newListener;
  }

  /**
   * Makes room for a record.
   *
   * @return where its payload starts in {@link #data}; −1 when there is no room
   */
  public long reserve(long bytes) {
    long length = roundUp8(bytes + HEADER_BYTES);
    if (bytes < 0 || bytes >= DISCARD || length > size) {
      return -1;
    }
    lock.lock(0);
    try {
      long position = producer;
      if (position + length - consumer > size - 1) {
        return -1;
      }
      long at = position & size - 1;
      LENGTH.setOpaque(data, at, (int) bytes | BUSY);
      PRODUCER.setRelease(this, position + length);
      return at + HEADER_BYTES;
    } finally {
      lock.unlock(0);
    }
  }

  /** The ring's memory. */
  public MemorySegment data() {
    return data;
  }

  /** Hands a reserved record to the consumer, or discards it. */
  public void commit(long payload, long flags, boolean discard) {
    long at = payload - HEADER_BYTES;
    int length = (int) LENGTH.getOpaque(data, at) & ~BUSY;
    LENGTH.setRelease(data, at, discard ? length | DISCARD : length);
    boolean next = (consumer & size - 1) == at;
    Runnable waiting = listener;
    if (waiting != null && ((flags & FORCE_WAKEUP) != 0 || (next && (flags & NO_WAKEUP) == 0))) {
      waiting.run();
    }
  }

  /** Copies a record into the ring: 0, or −EAGAIN when there is no room. */
  public int output(MemorySegment record, long recordAt, long bytes, long flags) {
    if ((flags & ~(NO_WAKEUP | FORCE_WAKEUP)) != 0) {
      return error(Errno.EINVAL);
    }
    long payload = reserve(bytes);
    if (payload < 0) {
      return error(Errno.EAGAIN);
    }
    MemorySegment.copy(record, recordAt, data, payload, bytes);
    commit(payload, flags, false);
    return 0;
  }

  /** Whether the consumer has something to read. */
  public boolean hasRecords() {
    long position = (long) CONSUMER.getOpaque(this);
    return position < producer && (length(position) & BUSY) == 0;
  }

  private int length(long position) {
    return (int) LENGTH.getAcquire(data, position & size - 1);
  }

  /** Hands all complete records to a consumer; how many there were. */
  public int drain(RecordConsumer sink) {
    return drain(
        record -> {
          sink.accept(record.asReadOnly());
          return true;
        },
        Integer.MAX_VALUE);
  }

  /** Hands at most so many complete records to a consumer that may end it by false. */
  public int drain(Predicate<MemorySegment> sink, int limit) {
    int records = 0;
    boolean more = true;
    long position = consumer;
    while (more && records < limit && position < (long) PRODUCER.getAcquire(this)) {
      int header = length(position);
      if ((header & BUSY) != 0) {
        break;
      }
      int bytes = header & ~DISCARD;
      if ((header & DISCARD) == 0) {
        records++;
        long payload = (position & size - 1) + HEADER_BYTES;
        more = sink.test(data.asSlice(payload, bytes));
      }
      position += roundUp8(bytes + HEADER_BYTES);
      CONSUMER.setRelease(this, position);
    }
    return records;
  }

  /** {@code bpf_ringbuf_query}: 0 unread bytes, 1 size, 2 consumer's and 3 producer's position. */
  public long query(long what) {
    return switch ((int) what) {
      case 0 -> producer - consumer;
      case 1 -> size;
      case 2 -> consumer;
      case 3 -> producer;
      default -> 0;
    };
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
}
