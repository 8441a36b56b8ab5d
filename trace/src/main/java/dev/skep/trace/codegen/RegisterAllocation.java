package dev.skep.trace.codegen;

import dev.skep.isa.Register;
import dev.skep.trace.middle.Routine;
import dev.skep.trace.middle.Step;
import dev.skep.trace.middle.Uses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives temporaries registers by a linear scan of their lifetimes. R0 to R2 are for the code of
 * single steps; R3 to R5 are for lifetimes without calls; R6 holds the event's record when it is
 * needed. What finds no register lives on the stack.
 */
final class RegisterAllocation {
  private static final Register[] WITHOUT_CALLS = {
    Register.R3, Register.R4, Register.R5, Register.R7, Register.R8, Register.R9, Register.R6
  };
  private static final Register[] OVER_CALLS = {Register.R7, Register.R8, Register.R9, Register.R6};

  private final @Nullable Register[] registers;
  private final int[] spillSlots;
  private final boolean[] read;
  private boolean context;
  private int spills;

  private static final class Lifetime {
    final int temp;
    int start = Integer.MAX_VALUE;
    int end = -1;
    boolean overCalls;

    Lifetime(int temp) {
      this.temp = temp;
    }

    void include(int position) {
      start = Math.min(start, position);
      end = Math.max(end, position);
    }
  }

  RegisterAllocation(Routine routine) {
    registers = new Register[routine.temps()];
    spillSlots = new int[routine.temps()];
    read = new boolean[routine.temps()];
    allocate(lifetimes(routine));
  }

  /** Where a temporary lives, or null when it is on the stack. */
  @Nullable Register register(int temp) {
    return registers[temp];
  }

  /** Which of the stack's slots a temporary without register has. */
  int spillSlot(int temp) {
    return spillSlots[temp];
  }

  int spills() {
    return spills;
  }

  /** Whether anything reads a temporary. */
  boolean isRead(int temp) {
    return read[temp];
  }

  boolean needsContext() {
    return context;
  }

  private List<Lifetime> lifetimes(Routine routine) {
    List<Step> steps = routine.steps();
    Lifetime[] all = new Lifetime[routine.temps()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Lifetime(i);
    }
    int[] labels = new int[routine.labels()];
    for (int i = 0; i < steps.size(); i++) {
      int position = i;
      Step step = steps.get(i);
      Uses.reads(
          step,
          temp -> {
            all[temp.id()].include(position);
            read[temp.id()] = true;
          });
      Uses.writes(step, temp -> all[temp.id()].include(position));
      context |= Uses.needsContext(step);
      if (step instanceof Step.Label(int number)) {
        labels[number] = i;
      }
    }
    extendOverLoops(steps, labels, all);
    List<Lifetime> lived = new ArrayList<>();
    for (Lifetime lifetime : all) {
      if (lifetime.end >= 0) {
        lived.add(lifetime);
      }
    }
    markCalls(steps, lived);
    lived.sort((a, b) -> Integer.compare(a.start, b.start));
    return lived;
  }

  /** What lives when a loop begins lives until the jump back; loops nest, so this repeats. */
  private static void extendOverLoops(List<Step> steps, int[] labels, Lifetime[] all) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < steps.size(); i++) {
        int target =
            switch (steps.get(i)) {
              case Step.Jump(int label) -> labels[label];
              case Step.Branch branch -> labels[branch.label()];
              default -> i;
            };
        for (Lifetime lifetime : all) {
          if (target < i && lifetime.start < target && lifetime.end >= target && lifetime.end < i) {
            lifetime.end = i;
            changed = true;
          }
        }
      }
    }
  }

  private static void markCalls(List<Step> steps, List<Lifetime> lifetimes) {
    int[] callsBefore = new int[steps.size() + 1];
    for (int i = 0; i < steps.size(); i++) {
      callsBefore[i + 1] = callsBefore[i] + (Uses.calls(steps.get(i)) ? 1 : 0);
    }
    for (Lifetime lifetime : lifetimes) {
      // A call that gives the value does not spoil it; one that reads it may set arguments first.
      lifetime.overCalls = callsBefore[lifetime.end + 1] - callsBefore[lifetime.start + 1] > 0;
    }
  }

  private void allocate(List<Lifetime> lifetimes) {
    List<Lifetime> active = new ArrayList<>();
    for (Lifetime lifetime : lifetimes) {
      // A step reads all its operands before it writes its result, which may take their register.
      active.removeIf(each -> each.end <= lifetime.start);
      Register free = free(lifetime, active);
      if (free == null) {
        free = steal(lifetime, active);
      }
      if (free == null) {
        spillSlots[lifetime.temp] = spills++;
      } else {
        registers[lifetime.temp] = free;
        active.add(lifetime);
      }
    }
  }

  private @Nullable Register free(Lifetime lifetime, List<Lifetime> active) {
    for (Register candidate : candidates(lifetime)) {
      boolean taken = candidate == Register.R6 && context;
      for (Lifetime each : active) {
        taken |= registers[each.temp] == candidate;
      }
      if (!taken) {
        return candidate;
      }
    }
    return null;
  }

  private static Register[] candidates(Lifetime lifetime) {
    return lifetime.overCalls ? OVER_CALLS : WITHOUT_CALLS;
  }

  /** Takes the register of what lives longest, if that is longer than this. */
  private @Nullable Register steal(Lifetime lifetime, List<Lifetime> active) {
    Lifetime longest = lifetime;
    for (Lifetime each : active) {
      Register held = registers[each.temp];
      for (Register candidate : candidates(lifetime)) {
        if (held == candidate && each.end > longest.end) {
          longest = each;
        }
      }
    }
    if (longest == lifetime) {
      return null;
    }
    Register stolen = registers[longest.temp];
    registers[longest.temp] = null;
    spillSlots[longest.temp] = spills++;
    active.remove(longest);
    return stolen;
  }
}
