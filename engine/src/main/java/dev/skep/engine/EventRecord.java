package dev.skep.engine;

import java.lang.foreign.MemorySegment;

/** The current record of an {@link EventSource}: a flyweight, valid until the source moves on. */
public interface EventRecord {

  /** The time in nanoseconds on the source's clock. */
  long nanos();

  /** The CPU that recorded it. */
  int cpu();

  /** The tracepoint's id in the source's own catalogue. */
  int tracepointId();

  /** The thread that was running (Linux's pid of the thread). */
  int tid();

  /** The process that was running (Linux's tgid); {@link #tid} when {@link #pidKnown} is false. */
  int pid();

  /** Whether the source knows processes apart from threads at this record. */
  boolean pidKnown();

  /**
   * The running thread's name as {@code TASK_COMM_LEN} bytes: 16, padded with zeros.
   *
   * @return memory that is valid until the source moves on
   */
  MemorySegment comm();

  /**
   * The raw record, from {@code common_type} on, at the offsets that its {@link TracepointFormat}
   * gives; read-only.
   */
  MemorySegment data();
}
