package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.skep.abi.Errno;
import dev.skep.engine.Engine.Wake;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.PollDescriptor;
import dev.skep.kernel.sys.Syscall;
import dev.skep.kernel.sys.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for the ring buffers of one engine, for a wake-up and for a time. It polls by level: a ring
 * that was not drained is reported again, and a record that arrives between draining and waiting is
 * not missed.
 *
 * <p>ppoll(2) takes nanoseconds on every kernel, and there are few rings.
 */
final class Waiter implements AutoCloseable {
  private static final int EVENTFD_CLOSE_ON_EXEC_NONBLOCK = 0x80000 | 0x800;

  private final Descriptor wake;
  private final List<KernelRingReader> readers = new ArrayList<>();

  Waiter() {
    long fd = Syscall.call(SystemCall.EVENTFD2, 0, EVENTFD_CLOSE_ON_EXEC_NONBLOCK, 0);
    if (fd < 0) {
      throw new UnsupportedException("cannot create an eventfd(2): " + Syscall.describe(fd));
    }
    this.wake = new Descriptor("the kernel engine", (int) fd);
  }

  synchronized void add(KernelRingReader reader) {
    readers.add(reader);
  }

  synchronized void remove(KernelRingReader reader) {
    readers.remove(reader);
  }

  private synchronized int[] descriptors() {
    int[] fds = new int[readers.size() + 1];
    fds[0] = wake.number();
    for (int i = 0; i < readers.size(); i++) {
      fds[i + 1] = readers.get(i).descriptor();
    }
    return fds;
  }

  /** Waits until the deadline on {@link System#nanoTime}, which is CLOCK_MONOTONIC here. */
  Wake await(long deadlineNanos) {
    int[] fds = descriptors();
    try (Arena arena = Arena.ofConfined();
        CallMemory call = CallMemory.take()) {
      MemorySegment polled = arena.allocate((long) fds.length * PollDescriptor.BYTES, 8);
      for (int i = 0; i < fds.length; i++) {
        long at = (long) i * PollDescriptor.BYTES;
        polled.set(JAVA_INT, at + PollDescriptor.FD, fds[i]);
        polled.set(JAVA_SHORT, at + PollDescriptor.EVENTS, PollDescriptor.READABLE);
      }
      long ready = poll(call, polled, fds.length, deadlineNanos);
      if (ready == 0) {
        return Wake.DEADLINE;
      }
      boolean woken = polled.get(JAVA_SHORT, PollDescriptor.RETURNED) != 0;
      // Records come first: a wake-up stays in the eventfd until it is told.
      if (ready == 1 && woken) {
        consumeWake(call);
        return Wake.WOKEN;
      }
      return Wake.RECORDS;
    }
  }

  private static long poll(CallMemory call, MemorySegment polled, int count, long deadlineNanos) {
    while (true) {
      MemorySegment timeout = call.structure();
      long left = Math.max(0, deadlineNanos - System.nanoTime());
      timeout.set(JAVA_LONG, 0, left / 1_000_000_000L);
      timeout.set(JAVA_LONG, 8, left % 1_000_000_000L);
      long time = deadlineNanos == Long.MAX_VALUE ? 0 : timeout.address();
      long ready = Syscall.call(call, SystemCall.PPOLL, polled.address(), count, time, 0, 0, 0);
      if (ready >= 0) {
        return ready;
      }
      if (!Syscall.failed(ready, Errno.EINTR)) {
        throw new IllegalStateException("ppoll(2) failed: " + Syscall.describe(ready));
      }
    }
  }

  private void consumeWake(CallMemory call) {
    MemorySegment counter = call.structure();
    Syscall.call(call, SystemCall.READ, wake.number(), counter.address(), 8, 0, 0, 0);
  }

  /** Ends the current or the next wait. */
  void wake() {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment one = call.structure();
      one.set(JAVA_LONG, 0, 1);
      Syscall.call(call, SystemCall.WRITE, wake.number(), one.address(), 8, 0, 0, 0);
    }
  }

  @Override
  public void close() {
    wake.close();
  }
}
