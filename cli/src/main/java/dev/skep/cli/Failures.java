package dev.skep.cli;

import dev.skep.btf.MalformedBtfException;
import dev.skep.engine.BpfException;
import dev.skep.engine.NotPermittedException;
import dev.skep.engine.UnsupportedException;
import dev.skep.engine.VerifierException;
import dev.skep.object.ConfigurationException;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.core.CoreException;
import dev.skep.object.elf.MalformedElfException;
import dev.skep.trace.syntax.ScriptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Turns every failure into one line on standard error and an exit status. */
final class Failures {
  private final Console console;
  private final boolean verbose;

  Failures(Console console, boolean verbose) {
    this.console = console;
    this.verbose = verbose;
  }

  /** Reports a failure; returns the exit status that it means. */
  int report(Throwable failure) {
    console.notice(line(failure));
    if (verbose) {
      details(failure);
    }
    return status(failure);
  }

  private static String line(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case IOException io -> "cannot read or write: " + firstLine(io);
      case UncheckedIOException io -> firstLine(io);
      case UsageException usage -> firstLine(usage);
      case MalformedBtfException malformed -> firstLine(malformed);
      case ScriptException script -> firstLine(script);
      case BpfException bpf -> firstLine(bpf);
      case MalformedElfException malformed -> firstLine(malformed);
      case MalformedObjectException malformed -> firstLine(malformed);
      case CoreException unfit -> firstLine(unfit);
      case ConfigurationException configuration -> firstLine(configuration);
      case OutOfMemoryError _ ->
          "out of memory; JAVA_TOOL_OPTIONS=-Xmx4g gives more, where the machine has it";
      case StackOverflowError _ -> "the input is nested too deeply";
      default ->
          "internal error: "
              + failure.getClass().getSimpleName()
              + ": "
              + firstLine(failure)
              + "; --verbose shows where (please report it)";
    };
  }

  private static int status(Throwable failure) {
    return switch (failure) {
      case UsageException _ -> ExitCode.USAGE;
      case VerifierException _ -> ExitCode.REJECTED;
      case NotPermittedException _ -> ExitCode.NOT_POSSIBLE;
      case UnsupportedException _ -> ExitCode.NOT_POSSIBLE;
      default -> ExitCode.FAILED;
    };
  }

  private void details(Throwable failure) {
    switch (failure) {
      case VerifierException rejected -> console.err().print(rejected.log());
      case ScriptException script -> console.err().print(script.excerpt());
      default -> failure.printStackTrace(console.err());
    }
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
