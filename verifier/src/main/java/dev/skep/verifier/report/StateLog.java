package dev.skep.verifier.report;

import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.explore.Analysis;
import dev.skep.verifier.explore.Observer;
import dev.skep.verifier.rules.MemoryTouch;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Uninitialised;
import java.util.function.Consumer;

/** Writes a line for every instruction on every path, with what is known before it. */
public final class StateLog implements Observer {
  private final ProgramSpec program;
  private final Consumer<String> lines;
  private int lastSourceLine = -1;

  private StateLog(ProgramSpec program, Consumer<String> lines) {
    this.program = program;
    this.lines = lines;
  }

  /** Verifies a program once more and gives the log line by line. */
  public static void write(ProgramSpec program, Environment environment, Consumer<String> lines) {
    StateLog log = new StateLog(program, lines);
    Analysis analysis = new Analysis(program, environment, log, false);
    analysis.run();
    analysis.findings().stream()
        .findFirst()
        .ifPresent(found -> lines.accept(found.kernelMessage()));
    lines.accept(
        "processed "
            + analysis.processed()
            + " insns (limit "
            + environment.limits().processed()
            + ") peak_states "
            + analysis.peakStates());
  }

  @Override
  public void before(int index, State state) {
    int slot = program.code().slotOf(index);
    program
        .lineAt(slot)
        .filter(line -> line.line() != lastSourceLine)
        .ifPresent(line -> {
          lastSourceLine = line.line();
          lines.accept("; " + line.text().strip() + " @ " + line.file() + ":" + line.line());
        });
    lines.accept(slot + ": " + program.code().get(index) + " ; " + text(state.frame()));
  }

  private static String text(Frame frame) {
    StringBuilder text = new StringBuilder("frame").append(frame.number()).append(':');
    for (int register = 0; register <= 10; register++) {
      if (!(frame.register(register) instanceof Uninitialised)) {
        text.append(" R").append(register).append('=').append(frame.register(register));
      }
    }
    for (int slot = 0; slot < frame.slots(); slot++) {
      if (frame.slot(slot).kinds() != 0) {
        text.append(" fp").append(-(slot + 1) * 8).append('=').append(frame.slot(slot));
      }
    }
    return text.toString();
  }

  @Override
  public void access(int index, MemoryTouch touch) {
    // The state says it.
  }

  @Override
  public void stackUse(int function, int bytes) {
    // The state says it.
  }
}
