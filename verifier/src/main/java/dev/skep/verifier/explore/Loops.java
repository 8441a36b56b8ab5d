package dev.skep.verifier.explore;

import dev.skep.verifier.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Which stored states belong to a loop whose entry is not finished: marks of what is read and what
 * is precise are not complete in them, so they are compared by all of their contents.
 *
 * <p>The scheme is that of Wei, Mao, Zou and Chen ("A New Algorithm for Identifying Loops in
 * Decompilation", SAS 2007), applied to the tree of states.
 */
final class Loops {
  private Loops() {}

  /** The outermost entry of the loop that a state belongs to, or null. */
  static @Nullable State entryOf(State state) {
    State top = state.loopEntry;
    while (top != null && top.loopEntry != null && top.loopEntry.level < top.level) {
      top = top.loopEntry;
    }
    return top;
  }

  /** A path from a state came back to another one. */
  static void found(State from, State header) {
    State ownEntry = entryOf(from);
    State headerEntry = entryOf(header);
    State inner = ownEntry == null ? from : ownEntry;
    State outer = headerEntry == null ? header : headerEntry;
    if (outer.branches > 0 && outer.level <= inner.level) {
      from.loopEntry = outer;
      outer.isLoopEntry = true;
    }
  }

  /** A path has ended: states without further paths are finished. */
  static void finish(State state) {
    State at = state;
    while (at != null) {
      at.branches--;
      if (at.branches == 0 && at.parent != null && at.loopEntry != null) {
        found(at.parent, at.loopEntry);
      }
      if (at.branches > 0) {
        return;
      }
      at = at.parent;
    }
  }
}
