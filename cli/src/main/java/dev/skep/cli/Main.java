package dev.skep.cli;

import dev.skep.cli.CommandSpecs.GlobalOptions;
import dev.skep.cli.Invocation.EngineName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program's entry: parses the command line, runs one command, and turns every failure into one line and an exit status. */
public final class Main {
  private final Console console;

  Main(Console console) {
    this.console = console;
  }

  /** Runs the program and ends the process with its exit status. */
  public static void main(String[] words) {
    int status = new Main(Console.ofProcess()).run(List.of(words));
    StopSignals.leave(status);
  }

  /** Runs one command line; returns its exit status. */
  int run(List<String> words) {
    boolean verbose = words.contains("--verbose");
    Failures failures = new Failures(console, verbose);
    int status;
    try {
      status = dispatch(words);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      status = failures.report(failure);
    }
    try {
      console.out().flush();
    } catch (IOException failure) {
      return status == ExitCode.DONE ? failures.report(failure) : status;
    }
    return status;
  }

  private int dispatch(List<String> words) throws IOException {
    CommandLine line = CommandSpecs.commandLine(words);
    ParseResult root;
    try {
      root = line.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException failure) {
      throw new UsageException(Usage.explain(failure));
    }
    ParseResult last = root;
    while (last.subcommand() != null) {
      last = last.subcommand();
    }
    if (GlobalOptions.has(root, "--version")) {
      console.line(CommandSpecs.VERSION);
      return ExitCode.DONE;
    }
    if (GlobalOptions.has(root, "--help") || words.isEmpty()) {
      console.line(last.commandSpec().commandLine().getUsageMessage().stripTrailing());
      return ExitCode.DONE;
    }
    if (!(last.commandSpec().userObject() instanceof Command command)) {
      throw new UsageException(
          "say which command; \"" + last.commandSpec().qualifiedName() + " --help\" lists them");
    }
    return command.run(invocation(root), last);
  }

  private Invocation invocation(ParseResult root) {
    return new Invocation(
        console,
        Optional.ofNullable(engine(GlobalOptions.value(root, "--engine"))),
        GlobalOptions.has(root, "--json"),
        GlobalOptions.has(root, "--verbose"));
  }

  private static @Nullable EngineName engine(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return switch (name) {
      case "kernel" -> EngineName.KERNEL;
      case "vm" -> EngineName.VM;
      default -> throw new UsageException("--engine=" + name + ": expected kernel or vm");
    };
  }
}
