package dev.skep.verifier.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known at one point of one path: the frames, what is held, the sections entered; and
 * its place in the tree of states.
 */
public final class State {
  private final Frame[] frames;
  private int depth;
  private List<Held> held = List.of();

  /** How many RCU read sections are open. */
  public int rcuSections;

  /** How often preemption is disabled. */
  public int preemptionDisabled;

  /** The reference of the innermost disabling of interrupts, or 0. */
  public int interruptsDisabled;

  /** Whether what runs now may sleep. */
  public boolean sleepable;

  /** How often the callback that is being verified was entered on this path. */
  public int callbackDepth;

  /** How often a {@code may_goto} was passed on this path. */
  public int mayGotoDepth;

  /** The stored state that this one continues; null at an entry. */
  public @Nullable State parent;

  /** How many paths that go on from here are not finished. */
  public int branches = 1;

  /** The index of the instruction that this state is before, once it is stored. */
  public int index;

  /** The instructions run since the parent state. */
  public Path path = new Path();

  /** The outermost state of the loop that this stored state is part of, as far as known. */
  public @Nullable State loopEntry;

  /** How many stored states lie between this one and the entry. */
  public int level;

  /** Whether some other state names this one as its loop's entry. */
  public boolean isLoopEntry;

  /** Whether what is not live was forgotten. */
  public boolean cleaned;

  private State(int frameLimit) {
    frames = new Frame[frameLimit];
    depth = -1;
  }

  /** A state with one frame. */
  public static State of(Frame frame, int frameLimit) {
    State state = new State(frameLimit);
    state.push(frame);
    return state;
  }

  /** An independent copy of what is known; its place in the tree is that of the original. */
  public State copy() {
    State copy = new State(frames.length);
    for (int i = 0; i <= depth; i++) {
      copy.frames[i] = frames[i].copy();
    }
    copy.depth = depth;
    copy.held = held;
    copy.rcuSections = rcuSections;
    copy.preemptionDisabled = preemptionDisabled;
    copy.interruptsDisabled = interruptsDisabled;
    copy.sleepable = sleepable;
    copy.callbackDepth = callbackDepth;
    copy.mayGotoDepth = mayGotoDepth;
    copy.parent = parent;
    copy.index = index;
    copy.level = level;
    copy.path = path.copy();
    return copy;
  }

  /** The frame that runs. */
  public Frame frame() {
    return frames[depth];
  }

  /** The frame with a number. */
  public Frame frame(int number) {
    return frames[number];
  }

  /** The number of the frame that runs. */
  public int depth() {
    return depth;
  }

  /** Whether no further frame fits. */
  public boolean isFull() {
    return depth + 1 == frames.length;
  }

  /** Enters a frame. */
  public void push(Frame frame) {
    frames[++depth] = frame;
  }

  /** Leaves the frame that runs. */
  public Frame pop() {
    return frames[depth--];
  }

  /** What is held, in the order of taking. */
  public List<Held> held() {
    return held;
  }

  /** Replaces what is held. */
  public void held(List<Held> newHeld) {
    held = newHeld;
  }

  /** Takes something. */
  public void hold(Held taken) {
    List<Held> all = new ArrayList<>(held);
    all.add(taken);
    held = List.copyOf(all);
  }

  /** Gives something back; false when it is not held. */
  public boolean release(int id, Held.Kind kind) {
    List<Held> rest = new ArrayList<>(held);
    boolean found = rest.removeIf(each -> each.id() == id && each.kind() == kind);
    held = List.copyOf(rest);
    return found;
  }

  /** Whether a reference is held. */
  public boolean holds(int reference) {
    return held.stream().anyMatch(each -> each.id() == reference);
  }

  /** The lock taken last, or null. */
  public @Nullable Held lastLock() {
    for (int i = held.size() - 1; i >= 0; i--) {
      if (held.get(i).isLock()) {
        return held.get(i);
      }
    }
    return null;
  }
}
