package dev.skep.verifier.explore;

import dev.skep.verifier.flow.ControlFlow;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.State;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states that were seen, by the instruction that they are before. */
final class StateStore {
  private static final int PATIENCE = 3;
  private static final int PATIENCE_AT_CHECKPOINTS = 64;

  private final ControlFlow flow;
  private final List<Entry>[] byIndex;
  private int stored;
  private int peak;

  /** A stored state and how useful it was. */
  static final class Entry {
    final State state;
    int hits;
    int misses;

    Entry(State state) {
      this.state = state;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  StateStore(ControlFlow flow, int size) {
    this.flow = flow;
    byIndex = new List[size];
  }

  /** The states before an instruction, the latest first. */
  List<Entry> at(int index) {
    List<Entry> found = byIndex[index];
    if (found == null) {
      found = new ArrayList<>();
      byIndex[index] = found;
    }
    return found;
  }

  void add(State state) {
    at(state.index).addFirst(new Entry(state));
    stored++;
    peak = Math.max(peak, stored);
  }

  int peak() {
    return peak;
  }

  /** Counts a miss, and drops the state when it is hardly ever of use. */
  void miss(Entry entry, Iterator<Entry> iterator, boolean counts) {
    if (counts) {
      entry.misses++;
    }
    boolean loops = flow.isCheckpoint(entry.state.index) && entry.state.branches > 0;
    int patience = loops ? PATIENCE_AT_CHECKPOINTS : PATIENCE;
    if (entry.misses > entry.hits * patience + patience) {
      iterator.remove();
      stored--;
    }
  }

  /** Forgets what is not read after the finished states before an instruction. */
  void clean(int index) {
    for (Entry entry : at(index)) {
      State state = entry.state;
      State entryOfLoop = Loops.entryOf(state);
      boolean finished = state.branches == 0 && (entryOfLoop == null || entryOfLoop.branches == 0);
      if (finished && !state.cleaned) {
        clean(state);
      }
    }
  }

  private static void clean(State state) {
    state.cleaned = true;
    for (int i = 0; i <= state.depth(); i++) {
      Frame frame = state.frame(i);
      for (int slot = 0; slot < frame.slots(); slot++) {
        if ((frame.readSlots() & 1L << slot) == 0) {
          frame.slot(slot, StackSlot.EMPTY);
        }
      }
    }
  }

  /** A state before an instruction that a path came through, or null. */
  @Nullable State earlier(int index, State current, int level) {
    for (Entry entry : at(index)) {
      State state = entry.state;
      if (state.branches > 0 && state.level < level && sameCalls(state, current)) {
        return state;
      }
    }
    return null;
  }

  private static boolean sameCalls(State a, State b) {
    if (a.depth() != b.depth()) {
      return false;
    }
    for (int i = 0; i <= a.depth(); i++) {
      if (a.frame(i).callSite() != b.frame(i).callSite()) {
        return false;
      }
    }
    return true;
  }
}
