package dev.skep.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts programs as a user's shell would, in the folder of the clone. */
final class Processes {
  private static final long LIMIT_SECONDS = 300;

  private Processes() {}

  /** What a program left behind. */
  record Result(int status, String out, String err) {
    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }
  }

  /** The clone's folder. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("skep-test"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /**
   * The launcher's first use builds and tells so; tests of what comes after it begin with a built
   * clone.
   */
  private static final class Built {
    static final Result RESULT = build();

    private static Result build() {
      try {
        return run(root(), List.of("./skep", "--version"));
      } catch (IOException | InterruptedException failure) {
        throw new AssertionError("the launcher could not be started", failure);
      }
    }

    static void check() {
      if (RESULT.status() != 0) {
        throw new AssertionError("the launcher could not build: " + RESULT);
      }
    }
  }

  /** Runs {@code ./skep} with these words. */
  static Result skep(String... words) throws IOException, InterruptedException {
    Built.check();
    List<String> command = new ArrayList<>(List.of("./skep"));
    command.addAll(List.of(words));
    return run(root(), command);
  }

  /** Runs a shell script; {@code $SKEP} is the launcher. */
  static Result shell(String script) throws IOException, InterruptedException {
    Built.check();
    return run(root(), List.of("bash", "-c", script));
  }

  /** Runs a program to its end. */
  static Result run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("skep", ".out");
    Path err = Files.createTempFile("skep", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("SKEP", root().resolve("skep").toString());
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            "still running after "
                + LIMIT_SECONDS
                + " s: "
                + command
                + "\n"
                + Files.readString(out)
                + Files.readString(err));
      }
      return new Result(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
