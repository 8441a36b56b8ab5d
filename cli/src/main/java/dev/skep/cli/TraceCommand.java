package dev.skep.cli;

import dev.skep.engine.UnsupportedException;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.Compiler;
import dev.skep.trace.Session;
import dev.skep.trace.output.JsonOutput;
import dev.skep.trace.output.Output;
import dev.skep.trace.output.TextOutput;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.ProbeBlock;
import dev.skep.trace.syntax.Script;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code skep trace}: runs a script of the tracing language. */
final class TraceCommand implements Command {
  private static final Option REPLAY =
      Option.value("FILE", "Run on the events of a recording (trace.dat).", "--replay");
  private static final Option PROGRAM =
      Option.value("SCRIPT", "The script; then FILE is not looked for.", "-e");
  private static final Option OUTPUT =
      Option.value("FILE", "Write results to a file.", "-o", "--output");
  private static final Option FORMAT = Option.value("text|json", "The form of results.", "-f");
  private static final Option DUMP =
      Option.flag("Print the compiled programs instead of running them.", "-d", "--dump");

  @Override
  public Signature signature() {
    return Signature.withOwnJ(
        "'SCRIPT'|FILE.bt [PARAMETER]...",
        0,
        Integer.MAX_VALUE,
        List.of(PROGRAM, REPLAY, OUTPUT, FORMAT, DUMP),
        "skep trace 'tracepoint:block:block_rq_issue { @kbytes = hist(args.bytes / 1024); }'",
        "skep trace 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); } interval:s:5 { exit(); }'",
        "skep trace --replay trace.dat script.bt");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    EngineChoice.prepare(invocation, arguments.value(REPLAY));
    Text text = text(arguments);
    Script script = Script.parse(text.script(), text.name());
    try (EngineChoice choice = EngineChoice.open(invocation, arguments.value(REPLAY), null)) {
      CompileOptions options =
          CompileOptions.DEFAULT
              .withParameters(text.parameters())
              .withRecording(choice.source() != null);
      if (choice.withoutEvents()) {
        checkNeedsNoEvents(script);
      }
      CompiledScript compiled = Compiler.compile(script, choice.engine().catalog(), options);
      if (arguments.has(DUMP)) {
        ProgramListing.print(invocation.console(), compiled);
        return ExitCode.DONE;
      }
      return run(invocation, arguments, choice, compiled);
    }
  }

  private static int run(
      Invocation invocation, Arguments arguments, EngineChoice choice, CompiledScript compiled)
      throws IOException {
    @Nullable String file = arguments.value(OUTPUT);
    if (file == null) {
      return run(invocation, arguments, choice, compiled, invocation.console().out());
    }
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(Path.of(file)))) {
      return run(invocation, arguments, choice, compiled, stream);
    }
  }

  private static int run(
      Invocation invocation,
      Arguments arguments,
      EngineChoice choice,
      CompiledScript compiled,
      OutputStream stream)
      throws IOException {
    Output output = json(invocation, arguments) ? new JsonOutput(stream) : new TextOutput(stream);
    Session session = new Session(choice.engine(), compiled, output);
    StopSignals.onStop(session::requestStop);
    int status = session.run();
    session.warnings().forEach(invocation.console()::notice);
    choice.reportLosses(invocation.console());
    return status;
  }

  private static boolean json(Invocation invocation, Arguments arguments) {
    String format = arguments.value(FORMAT);
    if (format == null) {
      return invocation.json();
    }
    return switch (format) {
      case "json" -> true;
      case "text" -> invocation.json();
      default -> throw arguments.usage("-f " + format + ": expected text or json");
    };
  }

  /** A script, what to call it, and its parameters. */
  private record Text(String script, String name, List<String> parameters) {}

  private static Text text(Arguments arguments) throws IOException {
    List<String> operands = arguments.operands();
    String given = arguments.value(PROGRAM);
    if (given != null) {
      return new Text(given, "script", operands);
    }
    if (operands.isEmpty()) {
      throw arguments.usage("expected a script or a file");
    }
    String first = operands.getFirst();
    List<String> parameters = operands.subList(1, operands.size());
    if (first.equals("-")) {
      return new Text(
          new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8),
          "stdin",
          parameters);
    }
    boolean looksLikeFile = first.indexOf('{') < 0 && first.indexOf('\n') < 0;
    if (looksLikeFile && Files.isRegularFile(Path.of(first))) {
      return new Text(Files.readString(Path.of(first)), first, parameters);
    }
    if (looksLikeFile
        && (first.endsWith(".bt") || (first.indexOf('/') >= 0 && first.indexOf(' ') < 0))) {
      throw new NoSuchFileException(first);
    }
    return new Text(first, "script", parameters);
  }

  /** The probes that need no events of a kernel or of a recording. */
  private static final List<String> OWN_PROBES =
      List.of("BEGIN", "END", "begin", "end", "interval", "i");

  private static void checkNeedsNoEvents(Script script) {
    for (ProbeBlock block : script.blocks()) {
      for (Probe probe : block.probes()) {
        if (!OWN_PROBES.contains(probe.kind())) {
          throw new UnsupportedException(
              "the embedded engine has no events of its own for "
                  + probe
                  + "; name a recording with --replay FILE");
        }
      }
    }
  }
}
