package dev.skep.kernel.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** The kernel's clocks (clock_gettime(2)). */
public final class Clocks {
  private static final int MONOTONIC = 1;

  private Clocks() {}

  /** {@code CLOCK_MONOTONIC} in nanoseconds, asked of the kernel itself. */
  public static long monotonicNanos() {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment time = call.structure();
      Syscall.call(call, SystemCall.CLOCK_GETTIME, MONOTONIC, time.address(), 0, 0, 0, 0);
      return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
    }
  }
}
