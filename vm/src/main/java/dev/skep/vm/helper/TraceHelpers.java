package dev.skep.vm.helper;

import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;

/** Helpers that print to the engine's trace stream. */
final class TraceHelpers {
  /** {@code BPF_TRACE_PRINTK_SIZE}: a line's bytes, its end included. */
  private static final int LINE_BYTES = 1024;

  private TraceHelpers() {}

  static void register(HelperTable table) {
    table.add(6, TraceHelpers::printk);
    table.add(177, TraceHelpers::vprintk);
  }

  private static long printk(Execution run, long format, long size, long c, long d, long e) {
    return print(run, format, size, new long[] {c, d, e});
  }

  private static long vprintk(
      Execution run, long format, long size, long data, long bytes, long e) {
    if ((bytes & 7) != 0 || bytes < 0 || bytes > 8 * KernelFormat.MAX_ARGUMENTS) {
      return Errors.EINVAL;
    }
    return print(run, format, size, KernelFormat.arguments(run.memory(), data, bytes));
  }

  private static long print(Execution run, long format, long size, long[] arguments) {
    Region region = run.memory().readable(format, size);
    byte[] text =
        KernelFormat.format(
            run.memory(),
            region.segment().asSlice(format - region.base(), size),
            arguments,
            LINE_BYTES);
    if (text == null) {
      return Errors.EINVAL;
    }
    run.machine().printer().print(KernelFormat.line(text));
    return text.length;
  }
}
