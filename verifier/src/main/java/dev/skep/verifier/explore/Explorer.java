package dev.skep.verifier.explore;

import dev.skep.isa.Instruction;
import dev.skep.verifier.finding.Finding;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.ControlFlow;
import dev.skep.verifier.flow.Functions;
import dev.skep.verifier.flow.LiveRegisters;
import dev.skep.verifier.rules.FunctionTypes;
import dev.skep.verifier.rules.Machine;
import dev.skep.verifier.rules.MemoryTouch;
import dev.skep.verifier.rules.PathControl;
import dev.skep.verifier.rules.Subject;
import dev.skep.verifier.rules.Transfer;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.State;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function on all paths, depth first, until each has ended or met a state that covers it.
 */
public final class Explorer implements PathControl {
  private final Subject subject;
  private final ControlFlow flow;
  private final StateStore store;
  private final StateComparison comparison;
  private final Backtracking backtracking;
  private final Observer observer;
  private final Findings findings;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final Machine machine;
  private final Transfer transfer;
  private State current;
  private int ids;
  private int processed;
  private int jumps;
  private int jumpsAtLastStore;
  private int processedAtLastStore;

  /** A path that starts at an instruction. */
  private record Pending(State state, int index) {}

  /**
   * An explorer of a program.
   *
   * @param everythingPrecise whether states are the same only when all numbers agree: slower, and
   *     the states seen then cover every run
   */
  public Explorer(
      Subject subject,
      ControlFlow flow,
      LiveRegisters live,
      Observer observer,
      boolean everythingPrecise) {
    this.subject = subject;
    this.flow = flow;
    this.observer = observer;
    store = new StateStore(flow, subject.code().size());
    comparison = new StateComparison(live, subject.privileged(), everythingPrecise);
    FunctionTypes types = new FunctionTypes(subject);
    int frames = subject.environment().limits().frames();
    backtracking =
        new Backtracking(
            subject.code(),
            subject,
            index -> types.isGlobal(Functions.target(subject.code(), index)),
            frames);
    findings = new Findings(subject);
    current = State.of(Frame.of(0, -1, 0), frames);
    machine = new Machine(subject, flow, this, current);
    transfer = new Transfer(machine);
  }

  /** How many instructions were run on all paths together. */
  public int processed() {
    return processed;
  }

  /** The largest number of states that were stored at once. */
  public int peakStates() {
    return store.peak();
  }

  /** What was found to be wrong. */
  public List<Finding> findings() {
    return findings.all();
  }

  /** The machine that runs the instructions. */
  public Machine machine() {
    return machine;
  }

  /** Runs a function from its first instruction. */
  public void explore(int function, State start) {
    current = start;
    machine.state(current);
    int index = flow.functions().start(function);
    try {
      while (index >= 0) {
        index = runPath(index);
      }
    } catch (TooComplex tooComplex) {
      findings.add(tooComplex.violation(), machine.index(), current);
    }
    pending.clear();
  }

  /** The search has reached a limit: nothing more is known of any path. */
  private static final class TooComplex extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Violation violation;

    TooComplex(String kernelText, String explanation) {
      super(kernelText, null, false, false);
      violation = Violation.of(Rule.COMPLEXITY, kernelText, explanation);
    }

    Violation violation() {
      return violation;
    }
  }

  /** Runs one path to its end; gives the index at which the next path starts, or −1. */
  private int runPath(int start) {
    int index = start;
    try {
      while (true) {
        machine.index(index);
        count();
        if (flow.isPrunePoint(index) && isCovered(index)) {
          break;
        }
        current.path.add(index);
        observer.before(index, current);
        if (transfer.run() == Transfer.Outcome.ENDS) {
          break;
        }
        index = machine.next();
      }
    } catch (Violation violation) {
      findings.add(violation, machine.index(), current);
      if (findings.isEnough()) {
        return -1;
      }
    }
    Loops.finish(current);
    return nextPath();
  }

  private void count() {
    int limit = subject.environment().limits().processed();
    if (++processed > limit) {
      throw new TooComplex(
          "BPF program is too large. Processed " + processed + " insn",
          "After "
              + limit
              + " instructions on all paths together the program was not verified to its end");
    }
    if (isJump(subject.code().get(machine.index()))) {
      jumps++;
    }
  }

  private static boolean isJump(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Jump _,
          Instruction.JumpIf _,
          Instruction.MayGoto _,
          Instruction.Exit _,
          Instruction.CallHelper _,
          Instruction.CallKfunc _,
          Instruction.CallSubprogram _ ->
          true;
      default -> false;
    };
  }

  private int nextPath() {
    Pending next = pending.poll();
    if (next == null) {
      return -1;
    }
    current = next.state();
    machine.state(current);
    return next.index();
  }

  /** Whether what follows was seen already; stores the state where that may be of use. */
  private boolean isCovered(int index) {
    boolean forced = subject.storesOften() || flow.isCheckpoint(index) || current.path.size() > 120;
    boolean adds =
        forced || (jumps - jumpsAtLastStore >= 2 && processed - processedAtLastStore >= 8);
    store.clean(index);
    Iterator<StateStore.Entry> entries = store.at(index).iterator();
    while (entries.hasNext()) {
      StateStore.Entry entry = entries.next();
      State old = entry.state;
      boolean hit = old.branches > 0 ? closesLoop(old, index) : covers(old, index);
      if (hit) {
        entry.hits++;
        propagate(old);
        return true;
      }
      if (old.branches > 0
          && !forced
          && jumps - jumpsAtLastStore < 20
          && processed - processedAtLastStore < 100) {
        adds = false;
      }
      store.miss(entry, entries, adds);
    }
    if (adds) {
      remember(index);
    }
    return false;
  }

  private boolean covers(State old, int index) {
    State loop = Loops.entryOf(old);
    if (loop == null || loop.branches == 0) {
      return comparison.covers(old, current, index, Exactness.WHERE_PRECISE);
    }
    boolean same = comparison.covers(old, current, index, Exactness.WITHIN);
    if (same) {
      Loops.found(current, loop);
    }
    return same;
  }

  /** The path came by here before: has the loop converged, or does nothing change in it? */
  private boolean closesLoop(State old, int index) {
    if (LoopChecks.isOtherAsynchronousEntry(old, current)) {
      return false;
    }
    boolean converges =
        subject.callsCallback(index)
            || (subject.code().get(index) instanceof Instruction.MayGoto
                && old.mayGotoDepth != current.mayGotoDepth)
            || (subject.advancesIterator(index) && LoopChecks.isIteratorActive(current));
    if (converges && comparison.covers(old, current, index, Exactness.WITHIN)) {
      Loops.found(current, old);
      return true;
    }
    if (subject.callsCallback(index) || subject.advancesIterator(index)) {
      return false;
    }
    boolean stuck =
        old.mayGotoDepth == current.mayGotoDepth
            && old.callbackDepth == current.callbackDepth
            && !LoopChecks.iteratorsMoved(old, current)
            && comparison.covers(old, current, index, Exactness.EQUAL);
    if (stuck) {
      throw Violation.of(
          Rule.INFINITE_LOOP,
          "infinite loop detected at insn " + subject.code().slotOf(index),
          "The loop comes back to slot "
              + subject.code().slotOf(index)
              + " with everything as it was: it never ends");
    }
    return false;
  }

  /**
   * What is read or precise after the covering state is so after the stored states of this path.
   */
  private void propagate(State old) {
    for (int i = 0; i <= old.depth(); i++) {
      long read = old.frame(i).readSlots();
      for (int slot = 0; read != 0; slot++, read >>>= 1) {
        if ((read & 1) != 0) {
          new dev.skep.verifier.rules.SlotReads(current).read(i, slot);
        }
      }
    }
    backtracking.fromState(current, old);
  }

  private void remember(int index) {
    jumpsAtLastStore = jumps;
    processedAtLastStore = processed;
    State stored = current.copy();
    stored.index = index;
    stored.path = current.path;
    stored.branches = 1;
    store.add(stored);
    for (int i = 0; i <= current.depth(); i++) {
      current.frame(i).clearWritten();
    }
    current.parent = stored;
    current.level = stored.level + 1;
    current.path = new dev.skep.verifier.state.Path();
    current.index = index;
  }

  @Override
  public State fork(int index) {
    if (pending.size() >= subject.environment().limits().pendingBranches()) {
      throw new TooComplex(
          "The sequence of " + (pending.size() + 1) + " jumps is too complex.",
          "More than " + pending.size() + " branches wait to be verified at once");
    }
    State branch = current.copy();
    if (branch.parent != null) {
      branch.parent.branches++;
    }
    branch.loopEntry = null;
    pending.push(new Pending(branch, index));
    return branch;
  }

  @Override
  public State forkAsynchronous(int index, Frame frame) {
    State branch = State.of(frame, subject.environment().limits().frames());
    branch.sleepable = false;
    pending.push(new Pending(branch, index));
    return branch;
  }

  @Override
  public void markPrecise(int register) {
    backtracking.fromRegister(current, register);
  }

  @Override
  public void markSlotPrecise(int frame, int slot) {
    backtracking.fromSlot(current, frame, slot);
  }

  @Override
  public int freshId() {
    return ++ids;
  }

  @Override
  public void noteStackUse(int function, int bytes) {
    observer.stackUse(function, bytes);
  }

  @Override
  public void noteAccess(MemoryTouch touch) {
    observer.access(machine.index(), touch);
  }

  @Override
  public @Nullable State storedBefore(int index, int level) {
    return store.earlier(index, current, level);
  }
}
