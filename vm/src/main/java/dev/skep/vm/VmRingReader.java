package dev.skep.vm;

import dev.skep.engine.RingReader;
import dev.skep.vm.map.RingBufferMap;

/** The consumer of a ring buffer. */
final class VmRingReader implements RingReader {
  private final RingBufferMap ring;
  private final VmEngine engine;
  private boolean closed;

  VmRingReader(RingBufferMap ring, VmEngine engine) {
    this.ring = ring;
    this.engine = engine;
    ring.retain();
  }

  boolean hasRecords() {
    return ring.hasRecords();
  }

  @Override
  public int drain(RecordConsumer consumer) {
    if (closed) {
      throw new IllegalStateException("reader of " + ring + " is closed");
    }
    return ring.drain(consumer);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      engine.forget(this);
      ring.listener(null);
      ring.release();
    }
  }
}
