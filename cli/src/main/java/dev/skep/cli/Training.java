package dev.skep.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * The run that the launcher records for its start-up cache: what common commands load, so that the
 * JVM finds it parsed and linked. Results go nowhere; a command that cannot work here still loads
 * most of what it needs.
 */
public final class Training {
  private static final List<List<String>> COMMAND_LINES =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("trace", "BEGIN { exit(); }"),
          List.of(
              "trace",
              "--engine",
              "vm",
              "BEGIN { printf(\"%d %s\\n\", 1, \"x\"); @a = count(); @b[\"k\"] = hist(3); exit(); } END { @c = 1; }"),
          List.of(
              "trace",
              "--dump",
              "tracepoint:block:block_rq_issue { @kbytes = hist(args.bytes / 1024); }"),
          List.of("bitehist", "--engine", "vm"),
          List.of("trace", "BEGIN { @x = ; }"));

  private Training() {}

  /** Runs them all, one after the other. */
  public static void main(String[] words) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    for (List<String> line : COMMAND_LINES) {
      new Main(new Console(OutputStream.nullOutputStream(), nowhere)).run(line);
    }
    StopSignals.finished(ExitCode.DONE);
  }
}
