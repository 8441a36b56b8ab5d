package dev.skep.verifier.explore;

import dev.skep.abi.ProgramType;
import dev.skep.isa.Code;
import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.environment.Privilege;
import dev.skep.verifier.finding.Finding;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.ControlFlow;
import dev.skep.verifier.flow.FlowViolation;
import dev.skep.verifier.flow.LiveRegisters;
import dev.skep.verifier.rules.FunctionRules;
import dev.skep.verifier.rules.FunctionTypes;
import dev.skep.verifier.rules.GlobalArguments;
import dev.skep.verifier.rules.MemoryTouch;
import dev.skep.verifier.rules.ProgramRules;
import dev.skep.verifier.rules.Subject;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One verification: the shape of the program, then each function that stands on its own. */
public final class Analysis implements Observer {
  private final ProgramSpec spec;
  private final Environment environment;
  private final Observer observer;
  private final boolean everythingPrecise;
  private final List<Finding> findings = new ArrayList<>();
  private int[] stackBytes = {};
  private int processed;
  private int peakStates;
  private Optional<ControlFlow> flow = Optional.empty();

  /** A verification that tells an observer what it sees. */
  public Analysis(
      ProgramSpec spec, Environment environment, Observer observer, boolean everythingPrecise) {
    this.spec = spec;
    this.environment = environment;
    this.observer = observer;
    this.everythingPrecise = everythingPrecise;
  }

  /** Runs the verification. */
  public void run() {
    Subject subject = Subject.of(spec, environment);
    try {
      checkSize();
      ProgramRules.check(subject);
      boolean loops = environment.privilege() == Privilege.PRIVILEGED;
      ControlFlow shape = ControlFlow.of(spec.code(), subject, loops);
      flow = Optional.of(shape);
      stackBytes = new int[shape.functions().count()];
      new FunctionRules(subject, shape).check();
      explore(subject, shape);
    } catch (FlowViolation wrong) {
      add(wrong.violation(), spec.code().slotOf(wrong.index()));
    } catch (Violation violation) {
      add(violation, -1);
    }
  }

  private void add(Violation violation, int slot) {
    findings.add(
        new Finding(
            violation.rule(),
            slot,
            violation.explanation(),
            violation.kernelText(),
            violation.rule().hint(),
            List.of(),
            List.of(),
            slot < 0 ? Optional.empty() : spec.lineAt(slot)));
  }

  private void checkSize() {
    Code code = spec.code();
    int limit = environment.limits().instructions();
    if (code.size() == 0 || code.slots() > limit) {
      throw Violation.of(
          Rule.PROGRAM_SIZE,
          "program has " + code.slots() + " instructions",
          "The program has "
              + code.slots()
              + " instruction slots; 1 to "
              + limit
              + " are possible");
    }
  }

  private void explore(Subject subject, ControlFlow shape) {
    LiveRegisters live = LiveRegisters.of(shape);
    FunctionTypes types = new FunctionTypes(subject);
    for (int function = 0; function < shape.functions().count(); function++) {
      int start = shape.functions().start(function);
      if (function > 0 && !types.isGlobal(start)) {
        continue;
      }
      Explorer explorer = new Explorer(subject, shape, live, this, everythingPrecise);
      State state = State.of(Frame.of(0, -1, function), environment.limits().frames());
      state.sleepable = subject.sleepable();
      if (function == 0) {
        state.frame().register(1, Pointer.of(PointerKind.CONTEXT));
      } else {
        new GlobalArguments(explorer.machine(), start).enter(state.frame());
      }
      explorer.explore(function, state);
      processed += explorer.processed();
      peakStates = Math.max(peakStates, explorer.peakStates());
      findings.addAll(explorer.findings());
    }
    if (findings.isEmpty()) {
      new StackDepth(subject, shape, stackBytes).check();
    }
  }

  /** What is wrong with the program, in the order of finding. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How many instructions were run on all paths together. */
  public int processed() {
    return processed;
  }

  /** The largest number of states that were stored at once. */
  public int peakStates() {
    return peakStates;
  }

  /** The stack of each function in bytes. */
  public int[] stackBytes() {
    return stackBytes.clone();
  }

  /** The program's edges; empty when its shape is wrong. */
  public Optional<ControlFlow> flow() {
    return flow;
  }

  /** The program type, for messages. */
  public ProgramType type() {
    return spec.type();
  }

  @Override
  public void before(int index, State state) {
    observer.before(index, state);
  }

  @Override
  public void access(int index, MemoryTouch touch) {
    observer.access(index, touch);
  }

  @Override
  public void stackUse(int function, int bytes) {
    stackBytes[function] = Math.max(stackBytes[function], bytes);
    observer.stackUse(function, bytes);
  }
}
