package dev.skep.verifier.explore;

import dev.skep.verifier.rules.MemoryTouch;
import dev.skep.verifier.state.State;

/** Watches an exploration: facts are collected, and logs written, from what it is told. */
public interface Observer {
  /** An instruction is about to run in a state. */
  void before(int index, State state);

  /** The instruction touches memory. */
  void access(int index, MemoryTouch touch);

  /** A function needs so many bytes of its stack. */
  void stackUse(int function, int bytes);
}
