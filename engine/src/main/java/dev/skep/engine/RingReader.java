package dev.skep.engine;

import java.lang.foreign.MemorySegment;

/**
 * The consumer of a ring buffer map. One thread at a time; waiting for records is {@link
 * Engine#await}.
 */
public interface RingReader extends AutoCloseable {

  /**
   * Hands all records that are there to a consumer, in order, and frees their room.
   *
   * @return how many records there were
   */
  int drain(RecordConsumer consumer);

  @Override
  void close();

  /** Takes one record. */
  @FunctionalInterface
  interface RecordConsumer {
    /**
     * Takes a record.
     *
     * @param record its bytes, read-only; not to be used after the call
     */
    void accept(MemorySegment record);
  }
}
