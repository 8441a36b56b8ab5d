package dev.skep.kernel;

import java.nio.charset.StandardCharsets;

/** Runs programs of the operating system. */
final class Tool {
  private Tool() {}

  /** The output of a program that must end with 0. */
  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError(String.join(" ", command) + " ended with " + status + ": " + output);
    }
    return output;
  }
}
