package dev.skep.verifier.rules;

import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.State;

/** What rules ask of the exploration that runs them. */
public interface PathControl {
  /** A copy of the current state from which another path starts at an instruction, later. */
  State fork(int index);

  /** A state from which an asynchronous callback starts with a frame of its own, later. */
  State forkAsynchronous(int index, Frame frame);

  /**
   * Notes that the exact range of a register of the running frame has decided something: states are
   * the same only where it is.
   */
  void markPrecise(int register);

  /** The same for a spilled number of some frame. */
  void markSlotPrecise(int frame, int slot);

  /** A number that was never given before. */
  int freshId();

  /** Notes how many bytes a function needs of the stack. */
  void noteStackUse(int function, int bytes);

  /** Notes what a memory access touches. */
  void noteAccess(MemoryTouch touch);

  /**
   * The latest stored state of this path before an instruction, or null.
   *
   * @param level only states nearer to the entry than this are meant
   */
  @org.jspecify.annotations.Nullable
  State storedBefore(int index, int level);
}
