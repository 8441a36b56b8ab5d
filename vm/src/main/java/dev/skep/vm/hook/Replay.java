package dev.skep.vm.hook;

import dev.skep.engine.Clock;
import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.CpuSlots;
import dev.skep.vm.run.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Runs attached programs on the records of an event source, one record at a time, on the source's
 * clock. One thread at a time but for {@link #attach} and {@link #detach}.
 */
public final class Replay implements Clock {
  private final EventSource source;
  private final Attachments attachments = new Attachments();
  private final TracepointContext context = new TracepointContext();
  private volatile long now;
  private boolean started;
  private volatile boolean selectionChanged = true;

  /** The record that has been read and not yet been delivered. */
  private @Nullable EventRecord pending;

  private boolean ended;

  /** A replay of a source that nobody has read from. */
  public Replay(EventSource source) {
    this.source = source;
  }

  /**
   * The time of the last delivered record, or the deadline that {@link #advance} reached after it;
   * before any, the time of the first record.
   */
  @Override
  public long nanos() {
    if (!started) {
      start();
    }
    return now;
  }

  @Override
  public String name() {
    return source.clockName();
  }

  private synchronized void start() {
    if (!started) {
      fetch();
      now = pending == null ? 0 : pending.nanos();
      started = true;
    }
  }

  /** Lets a program run on a tracepoint's records. */
  public void attach(int tracepointId, ProgramEntry program) {
    attachments.add(tracepointId, program);
    selectionChanged = true;
  }

  /** Ends {@link #attach}. */
  public void detach(int tracepointId, ProgramEntry program) {
    attachments.remove(tracepointId, program);
    selectionChanged = true;
  }

  /** Whether the source has no more records. */
  public boolean ended() {
    return ended;
  }

  /**
   * Delivers the next record.
   *
   * @param deadline a time from which on records wait; the clock then stands there
   * @return false when no record was delivered: the deadline is reached or the source has ended
   */
  public boolean advance(CpuSlots slots, long deadline) {
    if (!started) {
      start();
    }
    if (selectionChanged) {
      selectionChanged = false;
      source.select(attachments.tracepoints());
    }
    if (pending == null) {
      fetch();
    }
    EventRecord record = pending;
    if (record == null) {
      return false;
    }
    if (record.nanos() >= deadline) {
      now = Math.max(now, deadline);
      return false;
    }
    now = Math.max(now, record.nanos());
    pending = null;
    deliver(slots, record);
    return true;
  }

  private void fetch() {
    if (!ended) {
      pending = source.next();
      ended = pending == null;
    }
  }

  private void deliver(CpuSlots slots, EventRecord record) {
    ProgramEntry[] programs = attachments.on(record.tracepointId());
    if (programs.length == 0) {
      return;
    }
    Region region = context.fill(record.data());
    Execution execution = slots.take(record.cpu());
    try {
      execution.event(record);
      execution.on(region);
      for (ProgramEntry program : programs) {
        program.run(execution);
      }
    } finally {
      slots.giveBack(execution);
    }
  }
}
