package dev.skep.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of the other side: installed with apt where that is permitted. */
final class Packages {
  private Packages() {}

  /** Makes sure that a file is there, by installing the Debian package that has it. */
  static void need(String file, String debianPackage) throws IOException, InterruptedException {
    if (Files.exists(Path.of(file))) {
      return;
    }
    System.err.println("bench: installing " + debianPackage);
    Process process =
        new ProcessBuilder(
                "sh", "-c", "apt-get update -q && apt-get install -y -q " + debianPackage)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0 || !Files.exists(Path.of(file))) {
      throw new IOException(
          "the other side needs " + file + "; install the package " + debianPackage);
    }
  }

  /** The first line that a program prints. */
  static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.strip().lines().findFirst().orElse("");
  }
}
