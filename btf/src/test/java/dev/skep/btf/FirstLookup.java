package dev.skep.btf;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures what the first type of the kernel costs: a new view opened, one struct found by name and
 * one of its members located. Prints the first, cold time, then the median and the spread of warm
 * ones, the bytes that one allocates and those that stay.
 *
 * <p>Run it with the test class path: {@code java -XX:+UseSerialGC -Xmn500m -cp …
 * dev.skep.btf.FirstLookup [file]}.
 */
final class FirstLookup {
  private static final int ROUNDS = 200;
  private static final int COPIES = 32;

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
    System.out.printf(
        "types=%d cold_ms=%.1f median_ms=%.2f p90_ms=%.2f%n",
        last.typeCount(), cold / 1e6, times[ROUNDS / 2] / 1e6, times[ROUNDS * 9 / 10] / 1e6);
    memory(file);
  }

  /** Many at a time, so that what the machine allocates beside them counts little. */
  private static void memory(Path file) throws Exception {
    System.gc();
    long before = used();
    Btf[] views = new Btf[COPIES];
    for (int i = 0; i < COPIES; i++) {
      views[i] = look(file);
    }
    long allocated = used() - before;
    System.gc();
    long retained = used() - before;
    System.out.printf(
        "allocated_KiB=%d retained_KiB=%d of typeCount=%d%n",
        allocated / COPIES / 1024, retained / COPIES / 1024, views[0].typeCount());
  }

  private static Btf look(Path file) throws Exception {
    Btf btf = Btf.read(file);
    int task = btf.require("task_struct", BtfType.Struct.class);
    if (btf.layout().member(task, "comm").isEmpty()) {
      throw new IllegalStateException("task_struct has no comm in " + file);
    }
    return btf;
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
