package dev.skep.kernel;

import dev.skep.engine.BpfException;

/** What the tests of mounting start in a process of its own: reads one tracepoint. */
final class MountsTracefs {
  private MountsTracefs() {}

  public static void main(String[] arguments) {
    if (KernelEngine.availability() instanceof Availability.Unavailable(String reason)) {
      report(reason);
    }
    try (KernelEngine engine = KernelEngine.open(MountsTracefs::report)) {
      report(engine.catalog().tracepoint("sched", "sched_switch").orElseThrow().name());
      report(engine.catalog().origin());
    } catch (BpfException e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  private static void report(String line) {
    System.out.println(line);
  }
}
