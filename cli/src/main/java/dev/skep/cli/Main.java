package dev.skep.cli;

import dev.skep.cli.CommandTree.Leaf;
import dev.skep.cli.Invocation.EngineName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program's entry: finds the command, runs it, and turns every failure into one line and an
 * exit status.
 */
public final class Main {
  /** The version that {@code --version} tells. */
  static final String VERSION = "skep 0.1.0";

  private final Console console;

  Main(Console console) {
    this.console = console;
  }

  /** Runs the program and ends the process with its exit status. */
  public static void main(String[] words) {
    int status = new Main(Console.ofProcess()).run(List.of(words));
    StopSignals.finished(status);
    System.exit(status);
  }

  /** Runs one command line; returns its exit status. */
  int run(List<String> words) {
    Failures failures = new Failures(console, words.contains("--verbose"));
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

  private int dispatch(List<String> typed) throws IOException {
    CommandLine line = CommandLine.of(typed);
    Command command = line.node() instanceof Leaf leaf ? leaf.command().get() : null;
    Signature signature =
        command == null ? Signature.of("COMMAND", 0, 0, List.of()) : command.signature();
    Arguments arguments = Arguments.parse(signature, line.name(), line.words());
    if (arguments.has(Signature.VERSION)) {
      console.line(VERSION);
      return ExitCode.DONE;
    }
    if (arguments.has(Signature.HELP) || typed.isEmpty()) {
      console.line(Help.text(line.name(), line.node(), signature).stripTrailing());
      return ExitCode.DONE;
    }
    if (command == null) {
      throw arguments.usage("say which command");
    }
    arguments.checkOperands();
    return command.run(invocation(arguments), arguments);
  }

  private Invocation invocation(Arguments arguments) {
    return new Invocation(
        console,
        Optional.ofNullable(engine(arguments.value(Signature.ENGINE))),
        arguments.has(Signature.JSON) || arguments.has(Signature.JSON_ONLY_LONG),
        arguments.has(Signature.VERBOSE));
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
