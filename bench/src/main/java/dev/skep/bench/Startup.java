package dev.skep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code BEGIN { exit(); }} from the command line to the exit, against bpftrace: wall time, and the
 * peak memory of one process.
 */
final class Startup {
  private static final int PAIRS = 21;
  private static final String SCRIPT = "BEGIN { exit(); }";

  private Startup() {}

  private record Sample(double milliseconds, double mebibytes) {}

  static void run() throws IOException, InterruptedException {
    Packages.need("/usr/bin/bpftrace", "bpftrace");
    Packages.need("/usr/bin/time", "time");
    List<String> ours = List.of("./skep", "trace", SCRIPT);
    List<String> theirs = List.of("bpftrace", "-e", SCRIPT);
    measure(ours);
    measure(theirs);
    double[][] times = new double[2][PAIRS];
    double[][] memories = new double[2][PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      // Sides take turns, and take turns in going first.
      for (int side : i % 2 == 0 ? new int[] {0, 1} : new int[] {1, 0}) {
        Sample sample = measure(side == 0 ? ours : theirs);
        times[side][i] = sample.milliseconds();
        memories[side][i] = sample.mebibytes();
      }
    }
    Report report = new Report("startup");
    report.row("skep, ms", times[0]);
    report.row("bpftrace, ms", times[1]);
    report.row("skep, MiB", memories[0]);
    report.row("bpftrace, MiB", memories[1]);
    report.ratio("wall", times[0], times[1]);
    report.ratio("memory", memories[0], memories[1]);
    report.fact("against", Packages.output("bpftrace", "--version"));
    report.fact("java", Runtime.version().toString());
    report.finish();
  }

  private static Sample measure(List<String> command) throws IOException, InterruptedException {
    Path usage = Files.createTempFile("skep-bench", ".time");
    List<String> words =
        new java.util.ArrayList<>(List.of("/usr/bin/time", "-o", usage.toString(), "-f", "%M %x"));
    words.addAll(command);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("took more than a minute: " + command);
    }
    long nanos = System.nanoTime() - start;
    String[] fields = Files.readString(usage).strip().lines().toList().getLast().split(" ");
    Files.delete(usage);
    if (!fields[1].equals("0")) {
      throw new IOException("exit status " + fields[1] + " of " + command);
    }
    return new Sample(nanos / 1e6, Double.parseDouble(fields[0]) / 1024);
  }
}
