package dev.skep.verifier.explore;

import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.StackObject;
import dev.skep.verifier.state.State;

/** What tells one round of a loop from the next although all values agree. */
final class LoopChecks {
  private LoopChecks() {}

  /** Whether the states belong to two different runs of an asynchronous callback. */
  static boolean isOtherAsynchronousEntry(State old, State current) {
    Frame.Callback callback = old.frame(0).callback();
    return callback != null && callback.asynchronous() && root(old) != root(current);
  }

  @SuppressWarnings("ReferenceEquality")
  private static State root(State state) {
    State at = state;
    while (at.parent != null) {
      at = at.parent;
    }
    return at;
  }

  /** Whether the iterator that R1 points to may still give elements. */
  static boolean isIteratorActive(State state) {
    if (!(state.frame().register(1) instanceof Pointer pointer)
        || pointer.kind() != PointerKind.STACK
        || !pointer.isFixed()) {
      return false;
    }
    int slot = (int) (-pointer.fixedOffset() - 1) / 8;
    return state.frame(pointer.frame()).slot(slot).spilled()
            instanceof StackObject.IteratorSlot iterator
        && iterator.active();
  }

  /** Whether some active iterator has given more elements than before. */
  static boolean iteratorsMoved(State old, State current) {
    for (int i = 0; i <= old.depth(); i++) {
      for (int slot = 0; slot < old.frame(i).slots(); slot++) {
        if (old.frame(i).slot(slot).spilled() instanceof StackObject.IteratorSlot before
            && current.frame(i).slot(slot).spilled() instanceof StackObject.IteratorSlot now
            && before.active()
            && before.depth() != now.depth()) {
          return true;
        }
      }
    }
    return false;
  }
}
