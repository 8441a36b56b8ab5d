package dev.skep.verifier.rules;

import org.jspecify.annotations.Nullable;

/** What checking the arguments of a call of a kernel function has found out. */
final class KfuncFacts {
  /** The reference that an argument holds, or 0. */
  int reference;

  /** The constant that was passed for a parameter that wants one; −1 for none. */
  long constant = -1;

  /** The dynptr that was passed, or null. */
  Dynptrs.@Nullable Found dynptr;
}
