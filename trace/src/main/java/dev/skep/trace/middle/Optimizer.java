package dev.skep.trace.middle;

import dev.skep.isa.Condition;
import dev.skep.trace.middle.Value.Constant;
import dev.skep.trace.middle.Value.Temp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Removes what a routine does not need: decided branches, steps that cannot be reached (the kernel
 * refuses them), results that nothing reads, jumps to the next step.
 */
public final class Optimizer {
  private List<Step> steps;
  private final Routine routine;

  private Optimizer(Routine routine) {
    this.routine = routine;
    this.steps = routine.steps();
  }

  /** The same routine without what it does not need. */
  public static Routine optimize(Routine routine) {
    return new Optimizer(routine).optimize();
  }

  private Routine optimize() {
    int size;
    do {
      size = steps.size();
      decide();
      removeUnreachable();
      removeUnread();
      removeShortJumps();
    } while (steps.size() < size);
    return new Routine(steps, routine.temps(), routine.labels(), routine.frameBytes());
  }

  private void decide() {
    List<Step> kept = new ArrayList<>();
    for (Step step : steps) {
      if (step
          instanceof
          Step.Branch(Condition condition, Constant(long a), Constant(long b), int label)) {
        if (holds(condition, a, b)) {
          kept.add(new Step.Jump(label));
        }
      } else {
        kept.add(step);
      }
    }
    steps = kept;
  }

  private static boolean holds(Condition condition, long a, long b) {
    return switch (condition) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case BITS_SET -> (a & b) != 0;
      case UNSIGNED_GREATER -> Long.compareUnsigned(a, b) > 0;
      case UNSIGNED_GREATER_OR_EQUAL -> Long.compareUnsigned(a, b) >= 0;
      case UNSIGNED_LESS -> Long.compareUnsigned(a, b) < 0;
      case UNSIGNED_LESS_OR_EQUAL -> Long.compareUnsigned(a, b) <= 0;
      case SIGNED_GREATER -> a > b;
      case SIGNED_GREATER_OR_EQUAL -> a >= b;
      case SIGNED_LESS -> a < b;
      case SIGNED_LESS_OR_EQUAL -> a <= b;
    };
  }

  private void removeUnreachable() {
    int[] places = new int[routine.labels()];
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Label(int number)) {
        places[number] = i;
      }
    }
    boolean[] reached = new boolean[steps.size()];
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    while (!open.isEmpty()) {
      int at = open.pop();
      while (at < steps.size() && !reached[at]) {
        reached[at] = true;
        Step step = steps.get(at++);
        if (step instanceof Step.Branch branch) {
          open.push(places[branch.label()]);
        } else if (step instanceof Step.Jump(int label)) {
          at = places[label];
        } else if (step instanceof Step.Return) {
          break;
        }
      }
    }
    List<Step> kept = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (reached[i]) {
        kept.add(steps.get(i));
      }
    }
    steps = kept;
  }

  private void removeUnread() {
    boolean[] read = new boolean[routine.temps()];
    for (Step step : steps) {
      Uses.reads(step, temp -> read[temp.id()] = true);
    }
    List<Step> kept = new ArrayList<>();
    for (Step step : steps) {
      Temp pure = pureTarget(step);
      if (pure == null || read[pure.id()]) {
        kept.add(step);
      }
    }
    steps = kept;
  }

  /** What a step writes, if it does nothing else. */
  private static @org.jspecify.annotations.Nullable Temp pureTarget(Step step) {
    return switch (step) {
      case Step.Set set -> set.target();
      case Step.Operate operate -> operate.target();
      case Step.Extend extend -> extend.target();
      case Step.Load load -> load.target();
      case Step.ContextAddress context -> context.target();
      case Step.Ask ask -> ask.target();
      case Step.Store _,
          Step.Atomic _,
          Step.ReadComm _,
          Step.ReadText _,
          Step.Lookup _,
          Step.Update _,
          Step.Delete _,
          Step.Reserve _,
          Step.Submit _,
          Step.Label _,
          Step.Jump _,
          Step.Branch _,
          Step.Return _ ->
          null;
    };
  }

  private void removeShortJumps() {
    List<Step> kept = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (!(steps.get(i) instanceof Step.Jump(int label) && labelFollows(i + 1, label))) {
        kept.add(steps.get(i));
      }
    }
    steps = kept;
  }

  private boolean labelFollows(int from, int label) {
    for (int i = from; i < steps.size() && steps.get(i) instanceof Step.Label(int number); i++) {
      if (number == label) {
        return true;
      }
    }
    return false;
  }
}
