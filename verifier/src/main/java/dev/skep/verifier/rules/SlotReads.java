package dev.skep.verifier.rules;

import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.State;
import org.jspecify.annotations.Nullable;

/** Notes in the stored states which stack slots are read after them. */
public record SlotReads(State state) {

  /** A slot is read: it is live in every stored state since it was written whole. */
  public void read(int frameNumber, int slot) {
    long bit = 1L << slot;
    State at = state;
    while ((at.frame(frameNumber).writtenSlots() & bit) == 0) {
      @Nullable State parent = at.parent;
      if (parent == null || frameNumber > parent.depth()) {
        return;
      }
      Frame frame = parent.frame(frameNumber);
      if ((frame.readSlots() & bit) != 0) {
        return;
      }
      frame.addReadSlots(bit);
      at = parent;
    }
  }
}
