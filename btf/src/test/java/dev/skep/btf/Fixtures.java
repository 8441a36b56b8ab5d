package dev.skep.btf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The sections of compiled C sources, and the programs that tests compare with. */
public final class Fixtures {
  private Fixtures() {}

  /** A resource beside this class, such as {@code shapes.btf}. */
  public static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name + "; run regenerate.sh");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The types of a compiled source. */
  public static Btf btf(String source) {
    return Btf.of(bytes(source + ".btf"));
  }

  /** Standard output of a program; an exit code other than 0 fails the test. */
  public static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("skep", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " takes longer than a minute");
      }
      String text = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + text);
      }
      return text;
    } finally {
      Files.delete(output);
    }
  }
}
