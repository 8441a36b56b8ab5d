package dev.skep.verifier.explore;

import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.verifier.finding.Finding;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.rules.Subject;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Uninitialised;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was found to be wrong, each cause once. */
final class Findings {
  /** The latest jumps and calls say how an instruction was reached. */
  private static final int PATH_LENGTH = 64;

  private final Subject subject;
  private final List<Finding> all = new ArrayList<>();

  Findings(Subject subject) {
    this.subject = subject;
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  boolean isEnough() {
    return all.size() >= subject.environment().limits().findings();
  }

  void add(Violation violation, int index, State state) {
    int slot = subject.code().slotOf(index);
    boolean known =
        all.stream().anyMatch(each -> each.slot() == slot && each.rule() == violation.rule());
    if (!known) {
      all.add(
          new Finding(
              violation.rule(),
              slot,
              violation.explanation(),
              violation.kernelText(),
              violation.rule().hint(),
              path(state),
              registers(state),
              subject.spec().lineAt(slot)));
    }
  }

  private List<Integer> path(State state) {
    Code code = subject.code();
    Deque<Integer> slots = new ArrayDeque<>();
    for (State at = state; at != null; at = at.parent) {
      for (int n = at.path.size() - 1; n >= 0 && slots.size() < PATH_LENGTH; n--) {
        int index = at.path.index(n);
        if (decides(code.get(index))) {
          slots.addFirst(code.slotOf(index));
        }
      }
    }
    return List.copyOf(slots);
  }

  private static boolean decides(Instruction instruction) {
    return instruction instanceof Instruction.JumpIf
        || instruction instanceof Instruction.MayGoto
        || instruction instanceof Instruction.CallSubprogram
        || instruction instanceof Instruction.Exit;
  }

  private static List<String> registers(State state) {
    List<String> texts = new ArrayList<>();
    Frame frame = state.frame();
    for (int register = 0; register <= 10; register++) {
      if (!(frame.register(register) instanceof Uninitialised)) {
        texts.add("R" + register + "=" + frame.register(register));
      }
    }
    for (int slot = 0; slot < frame.slots(); slot++) {
      if (frame.slot(slot).kinds() != 0) {
        texts.add("fp" + -(slot + 1) * 8 + "=" + frame.slot(slot));
      }
    }
    return texts;
  }
}
