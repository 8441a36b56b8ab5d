package dev.skep.vm;

import dev.skep.engine.BpfException;
import dev.skep.engine.LoadOptions;
import dev.skep.isa.conformance.ConformanceFile;
import dev.skep.isa.conformance.ConformanceFile.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs files of the eBPF conformance suite.
 *
 * <p>A file in a folder named {@code negative} passes when something goes wrong: its text, its
 * instructions, its run or its result. Elsewhere it passes when R0 is the expected result, or, with
 * a section {@code -- error}, when something goes wrong.
 */
public final class ConformanceRunner {
  /** Enough for every test of the suite, and an end for those that would have none. */
  private static final long BUDGET = 10_000_000;

  private ConformanceRunner() {}

  /**
   * What a file gave in one mode.
   *
   * @param file the file
   * @param mode how it was run
   * @param expected R0 in hexadecimal, or {@code error}
   * @param actual R0 in hexadecimal, or what went wrong in one line
   * @param passed whether that is as it shall be
   */
  public record Outcome(Path file, RunMode mode, String expected, String actual, boolean passed) {}

  /**
   * The test files of a path: the path itself, or all files below it that end in {@code .data},
   * sorted.
   */
  public static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(each -> each.toString().endsWith(".data")).sorted().toList();
    }
  }

  /** Runs a file in every mode. */
  public static List<Outcome> run(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.UTF_8);
    ConformanceFile test = ConformanceFile.parse(text);
    return Stream.of(RunMode.values()).map(mode -> run(file, test, mode)).toList();
  }

  private static Outcome run(Path file, ConformanceFile test, RunMode mode) {
    boolean wrongExpected = negative(file) || test.error().isPresent();
    String wanted =
        test.result().isPresent() ? "0x" + Long.toHexString(test.result().getAsLong()) : "error";
    String actual = actual(test, mode);
    boolean matches = test.result().isPresent() && actual.equals(wanted);
    boolean failed = !actual.startsWith("0x");
    boolean passed = wrongExpected ? failed || (negative(file) && !matches) : matches;
    return new Outcome(file, mode, wrongExpected ? "error" : wanted, actual, passed);
  }

  private static boolean negative(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder != null && folder.endsWith("negative");
  }

  private static String actual(ConformanceFile test, RunMode mode) {
    return switch (test.program()) {
      case Program.Unreadable(String reason) -> reason;
      case Program.Decoded(var code) -> {
        try {
          LoadOptions options = new LoadOptions(LoadOptions.Log.ON_REJECTION, BUDGET);
          long result = RawProgram.of(code, options, mode).run(test.memoryBytes());
          yield "0x" + Long.toHexString(result);
        } catch (BpfException e) {
          yield String.valueOf(e.getMessage());
        }
      }
    };
  }
}
