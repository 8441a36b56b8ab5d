package dev.skep.verifier.flow;

/** What a call does to the flow of control, by the index of the calling instruction. */
public interface CallKinds {
  /** Whether the call runs a callback before it returns. */
  boolean callsCallback(int index);

  /** Whether the call arranges for a callback to run later. */
  boolean schedulesCallback(int index);

  /** Whether the call advances an iterator. */
  boolean advancesIterator(int index);

  /** Whether the call does not return. */
  boolean throwsException(int index);

  /** How many arguments the call takes, at most five. */
  int argumentCount(int index);
}
