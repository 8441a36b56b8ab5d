package dev.skep.vm.helper;

import dev.skep.vm.run.Execution;

/** Helpers that repeat. */
final class LoopHelpers {
  /** {@code BPF_MAX_LOOPS} of linux/bpf.h. */
  private static final long MAX_LOOPS = 8 << 20;

  private LoopHelpers() {}

  static void register(HelperTable table) {
    table.add(181, "loop", LoopHelpers::loop);
  }

  private static long loop(
      Execution run, long count, long callback, long context, long flags, long e) {
    long iterations = count & 0xffff_ffffL;
    if (flags != 0) {
      return Errors.EINVAL;
    }
    if (iterations > MAX_LOOPS) {
      return Errors.E2BIG;
    }
    for (long i = 0; i < iterations; i++) {
      if (run.callback(callback, i, context, 0, 0) != 0) {
        return i + 1;
      }
    }
    return iterations;
  }
}
