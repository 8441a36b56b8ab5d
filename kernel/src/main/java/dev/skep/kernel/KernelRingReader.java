package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.engine.RingReader;
import dev.skep.kernel.sys.MappedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The consumer of a ring buffer, in the memory that it shares with the kernel
 * (kernel/bpf/ringbuf.c):
 *
 * <pre>
 * consumer page (read-write)   0 consumer position (u64)
 * producer page (read-only)    0 producer position (u64)
 * data pages (read-only), mapped twice in a row, so that a record never wraps
 *
 * record   0 length (30 bits), bit 30 discarded, bit 31 busy   4 page offset   8 data …
 * </pre>
 *
 * <p>Positions grow without end; a position modulo the size is the offset. Records start at
 * multiples of 8.
 */
final class KernelRingReader implements RingReader, Resource {
  private static final int HEADER_BYTES = 8;
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;
  private static final VarHandle POSITION = JAVA_LONG.varHandle();
  private static final VarHandle LENGTH = JAVA_INT.varHandle();

  private final KernelEngine engine;
  private final KernelMap ring;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment consumer;
  private final MemorySegment producer;
  private final MemorySegment data;
  private final long mask;

  /** How far the consumer may go before it tells the kernel that there is room again. */
  private final long commitBytes;

  KernelRingReader(KernelEngine engine, KernelMap ring) {
    this.engine = engine;
    this.ring = ring;
    int page = MappedMemory.pageBytes();
    long size = Integer.toUnsignedLong(ring.spec().maxEntries());
    this.mask = size - 1;
    this.commitBytes = Math.max(1, size / 8);
    this.consumer = map(0, page, true);
    MemorySegment readable = map(page, page + 2 * size, false);
    this.producer = readable.asSlice(0, page);
    this.data = readable.asSlice(page);
  }

  private MemorySegment map(long offset, long bytes, boolean writable) {
    int protection = writable ? MappedMemory.READ_WRITE : MappedMemory.READ;
    long address = MappedMemory.map(ring.descriptor(), offset, bytes, protection);
    if (address < 0) {
      arena.close();
      throw ring.failure("map", address);
    }
    return MappedMemory.segment(address, bytes, writable, arena);
  }

  int descriptor() {
    return ring.descriptor();
  }

  @Override
  public int drain(RecordConsumer each) {
    long position = (long) POSITION.get(consumer, 0L);
    long committed = position;
    // Only what was there at the start: busy producers must not keep the caller here for ever.
    long end = (long) POSITION.getAcquire(producer, 0L);
    int records = 0;
    try {
      while (position < end) {
        long offset = position & mask;
        int header = (int) LENGTH.getAcquire(data, offset);
        if ((header & BUSY) != 0) {
          break;
        }
        int length = header & ~DISCARDED;
        position += HEADER_BYTES + (length + 7L & ~7L);
        if ((header & DISCARDED) == 0) {
          records++;
          each.accept(data.asSlice(offset + HEADER_BYTES, length));
        }
        if (position - committed >= commitBytes) {
          POSITION.setRelease(consumer, 0L, position);
          committed = position;
        }
      }
    } finally {
      if (position != committed) {
        POSITION.setRelease(consumer, 0L, position);
      }
      // A producer that still saw the old position sends no wake-up: it must be seen before the
      // caller's next wait looks for records.
      VarHandle.fullFence();
    }
    return records;
  }

  @Override
  public String toString() {
    return "reader of " + ring;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      engine.ownership().remove(this);
      engine.forget(this);
      arena.close();
    }
  }
}
