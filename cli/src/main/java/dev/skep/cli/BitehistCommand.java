package dev.skep.cli;

import dev.skep.engine.EventSource;
import dev.skep.recording.Recordings;
import dev.skep.tools.Bitehist;
import dev.skep.tools.BitehistOptions;
import dev.skep.tools.SampleRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code skep bitehist}: the size distribution of block device I/O. */
final class BitehistCommand implements Command {
  private static final Option BY =
      Option.value(
          "comm|disk|op", "A histogram for each issuing thread's name, disk or operation.", "--by");
  private static final Option REPLAY =
      Option.value(
          "FILE", "Show the events of a recording (trace.dat) instead of live ones.", "--replay");

  @Override
  public Signature signature() {
    return Signature.of(
        "[INTERVAL [COUNT]]",
        0,
        2,
        List.of(BY, REPLAY),
        "skep bitehist              until Ctrl-C, then one histogram",
        "skep bitehist 5            one every 5 seconds",
        "skep bitehist 1 10 --by op ten, a second each, by operation");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    EngineChoice.prepare(invocation, arguments.value(REPLAY));
    long interval = number(arguments, 0, "INTERVAL");
    long count = number(arguments, 1, "COUNT");
    Optional<BitehistOptions.By> by =
        Optional.ofNullable(arguments.value(BY)).map(label -> by(arguments, label));
    EngineChoice.Fallback sample =
        new EngineChoice.Fallback(
            "the recording that comes with skep", BitehistCommand::openSample);
    try (EngineChoice choice = EngineChoice.open(invocation, arguments.value(REPLAY), sample)) {
      BitehistOptions options =
          new BitehistOptions(by, interval, count, invocation.json(), choice.source() != null);
      Bitehist tool = new Bitehist(choice.engine(), options, invocation.console().out());
      StopSignals.onStop(tool::requestStop);
      int status = tool.run();
      tool.warnings().forEach(invocation.console()::notice);
      choice.reportLosses(invocation.console());
      return status;
    }
  }

  /**
   * Opens the recording that comes with the program; its copy on disk goes as soon as it is open,
   * or with the process.
   */
  private static EventSource openSample() {
    Path copy = SampleRecording.extract();
    EventSource source = Recordings.open(copy);
    if (!copy.toFile().delete()) {
      copy.toFile().deleteOnExit();
    }
    return source;
  }

  private static BitehistOptions.By by(Arguments arguments, String label) {
    return BitehistOptions.By.of(label)
        .orElseThrow(() -> arguments.usage("--by " + label + ": expected comm, disk or op"));
  }

  /** An operand that is a positive number; 0 when it is not there. */
  private static long number(Arguments arguments, int index, String label) {
    if (arguments.operands().size() <= index) {
      return 0;
    }
    String text = arguments.operands().get(index);
    long number = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    if (number == 0) {
      throw arguments.usage(label + "=" + text + ": expected a whole number of at least 1");
    }
    return number;
  }
}
