package dev.skep.cli;

import dev.skep.vm.ConformanceRunner;
import dev.skep.vm.ConformanceRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code skep vm test}: runs conformance files on the embedded engine, in every mode that it has.
 */
final class VmTestCommand implements Command {
  @Override
  public Signature signature() {
    return Signature.of(
        "PATH...", 1, Integer.MAX_VALUE, List.of(), "skep vm test bpf_conformance/tests");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String operand : arguments.operands()) {
      Path path = Path.of(operand);
      if (!Files.exists(path)) {
        throw new NoSuchFileException(operand);
      }
      files.addAll(ConformanceRunner.files(path));
    }
    long passed = 0;
    long failed = 0;
    for (Path file : files) {
      for (Outcome outcome : ConformanceRunner.run(file)) {
        passed += outcome.passed() ? 1 : 0;
        failed += outcome.passed() ? 0 : 1;
        tell(invocation, outcome);
      }
    }
    invocation.console().line(passed + " passed, " + failed + " failed");
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void tell(Invocation invocation, Outcome outcome) throws IOException {
    if (invocation.json()) {
      invocation.console().line(json(outcome));
    } else if (!outcome.passed()) {
      invocation
          .console()
          .line(
              "failed: "
                  + outcome.file()
                  + " ("
                  + outcome.mode().label()
                  + "): expected "
                  + outcome.expected()
                  + ", got "
                  + outcome.actual());
    }
  }

  private static String json(Outcome outcome) {
    return "{\"file\":"
        + Json.quoted(outcome.file().toString())
        + ",\"mode\":"
        + Json.quoted(outcome.mode().label())
        + ",\"expected\":"
        + Json.quoted(outcome.expected())
        + ",\"actual\":"
        + Json.quoted(outcome.actual())
        + ",\"passed\":"
        + outcome.passed()
        + "}";
  }
}
