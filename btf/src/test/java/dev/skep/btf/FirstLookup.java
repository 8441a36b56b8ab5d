package dev.skep.btf;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures what the first type of the kernel costs: a new view opened, one struct found by name and
 * one of its members located. Prints the first, cold time, then the median and the spread of warm
 * ones, the bytes that one allocates and those that stay.
 *
 * <p>Run it with the test class path: {@code java -cp … dev.skep.btf.FirstLookup [file]}.
 */
final class FirstLookup {
  private static final int ROUNDS = 200;

  private FirstLookup() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments.length > 0 ? arguments[0] : "/sys/kernel/btf/vmlinux");
    long cold = System.nanoTime();
    Btf last = look(file);
    cold = System.nanoTime() - cold;
    long[] times = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      last = look(file);
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    look(file);
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    System.out.printf(
        "types=%d cold_ms=%.1f median_ms=%.2f p90_ms=%.2f allocated_KiB=%d retained_KiB=%d%n",
        last.typeCount(),
        cold / 1e6,
        times[ROUNDS / 2] / 1e6,
        times[ROUNDS * 9 / 10] / 1e6,
        allocated / 1024,
        retained(file) / 1024);
  }

  private static Btf look(Path file) throws Exception {
    Btf btf = Btf.read(file);
    int task = btf.require("task_struct", BtfType.Struct.class);
    btf.layout().member(task, "comm").orElseThrow();
    return btf;
  }

  private static long retained(Path file) throws Exception {
    long before = used();
    Btf btf = look(file);
    long after = used();
    java.lang.ref.Reference.reachabilityFence(btf);
    return after - before;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
