package dev.skep.bench;

import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.kernel.KernelEngine;
import dev.skep.vm.MemoryAccess;
import dev.skep.vm.VmEngine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * The embedded engine's compiled programs against the kernel's JIT by BPF_PROG_TEST_RUN: processor
 * time of a run in nanoseconds, from which on each side that of a program that does nothing is
 * subtracted.
 */
final class VmBench {
  private static final int PAIRS = 11;

  /** How long a sample takes, about. */
  private static final long SAMPLE_NANOS = 40_000_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Engine[] engines;
  private final Report report = new Report("vm");
  private double[] floors = new double[SIDES];

  private static final int KERNEL = 0;
  private static final int TRUSTED = 1;
  private static final int CHECKED = 2;
  private static final int SIDES = 3;
  private static final String[] NAMES = {"kernel", "trusted", "checked"};

  private VmBench(Engine... engines) {
    this.engines = engines;
  }

  static void run() {
    try (Engine kernel = KernelEngine.open();
        Engine trusted = vm(MemoryAccess.TRUSTED);
        Engine checked = vm(MemoryAccess.CHECKED)) {
      new VmBench(kernel, trusted, checked).compareAll();
    }
  }

  private static Engine vm(MemoryAccess access) {
    return VmEngine.builder().memoryAccess(access).build();
  }

  private void compareAll() {
    floors = medians(VmSamples.trivial(), new double[SIDES]);
    for (int side = 0; side < SIDES; side++) {
      report.fact("return_ns_" + NAMES[side], String.format(Locale.ROOT, "%.1f", floors[side]));
    }
    double logarithms = 0;
    double worst = 0;
    for (VmSamples.Sample sample : VmSamples.all()) {
      double[] medians = medians(sample, floors);
      double checked = medians[CHECKED] / medians[TRUSTED];
      report.fact(
          "checked_to_trusted_" + sample.name(), String.format(Locale.ROOT, "%.2f", checked));
      logarithms += Math.log(checked);
      worst = Math.max(worst, checked);
    }
    double mean = Math.exp(logarithms / VmSamples.all().size());
    report.fact("checked_to_trusted", String.format(Locale.ROOT, "%.2f", mean));
    report.fact("checked_to_trusted_worst", String.format(Locale.ROOT, "%.2f", worst));
    report.fact("against", "Linux " + System.getProperty("os.version"));
    report.fact("java", Runtime.version().toString());
    report.finish();
  }

  /** Compares a sample's results, then times it; the medians, net of what runs cost themselves. */
  private double[] medians(VmSamples.Sample sample, double[] floor) {
    Program[] programs = new Program[SIDES];
    for (int side = 0; side < SIDES; side++) {
      programs[side] = sample.load().apply(engines[side]);
    }
    agree(sample, programs);
    int[] repeats = new int[SIDES];
    for (int side = 0; side < SIDES; side++) {
      repeats[side] = warm(programs[side], sample);
    }
    double[][] times = new double[SIDES][PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      for (int i = 0; i < SIDES; i++) {
        // Sides take turns in going first.
        int side = (i + pair) % SIDES;
        double nanos = nanosOfRun(programs[side], input(sample, pair), repeats[side]);
        times[side][pair] = Math.max(0.1, nanos - floor[side]);
      }
    }
    double[] medians = new double[SIDES];
    for (int side = 0; side < SIDES; side++) {
      medians[side] = report.row(sample.name() + ", " + NAMES[side] + ", ns", times[side]);
    }
    if (floor[KERNEL] > 0) {
      report.ratio(sample.name(), times[TRUSTED], times[KERNEL]);
    }
    return medians;
  }

  private static RunInput input(VmSamples.Sample sample, int seed) {
    return RunInput.ofData(VmSamples.packet(sample.packetBytes(), seed));
  }

  private static void agree(VmSamples.Sample sample, Program[] programs) {
    for (int seed = 0; seed < 50; seed++) {
      RunInput input = input(sample, seed).repeated(5);
      RunResult expected = programs[KERNEL].run(input);
      for (int side = 1; side < SIDES; side++) {
        for (int times = 0; times < 60; times++) {
          RunResult actual = programs[side].run(input);
          if (actual.returnValue() != expected.returnValue()) {
            throw new IllegalStateException(
                "%s: the %s side returns 0x%x, the kernel 0x%x: no ratios"
                    .formatted(
                        sample.name(), NAMES[side], actual.returnValue(), expected.returnValue()));
          }
        }
      }
    }
  }

  /** Runs until the JVM's compilers are done; how often to run for a sample. */
  private static int warm(Program program, VmSamples.Sample sample) {
    int repeat = 2_000;
    long end = System.nanoTime() + 1_500_000_000L;
    double nanos = 1;
    while (System.nanoTime() < end) {
      nanos = Math.max(1, nanosOfRun(program, input(sample, 1), repeat));
      repeat = Math.clamp(SAMPLE_NANOS / 4 / (long) nanos, 1_000, 1_000_000);
    }
    return Math.clamp(SAMPLE_NANOS / (long) nanos, 1_000, 4_000_000);
  }

  private static double nanosOfRun(Program program, RunInput input, int repeat) {
    RunInput repeated = input.repeated(repeat);
    long start = THREADS.getCurrentThreadCpuTime();
    program.run(repeated);
    return (THREADS.getCurrentThreadCpuTime() - start) / (double) repeat;
  }
}
