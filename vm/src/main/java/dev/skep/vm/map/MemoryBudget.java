package dev.skep.vm.map;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/** Accounts for the native memory of maps, so that a specification cannot exhaust the machine. */
public final class MemoryBudget {
  private final long limitBytes;
  private final AtomicLong used = new AtomicLong();

  /** A budget of so many bytes. */
  public MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** The bytes in use. */
  public long usedBytes() {
    return used.get();
  }

  /** Whether so many bytes more are allowed; counts them. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= limitBytes) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Zeroed memory; the caller has taken its bytes before. */
  static MemorySegment allocate(Arena arena, long bytes) {
    return arena.allocate(Math.max(8, bytes), 64);
  }
}
