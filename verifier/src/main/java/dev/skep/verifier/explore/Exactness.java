package dev.skep.verifier.explore;

/** How alike two states must be. */
enum Exactness {
  /** What decided nothing in the older state may differ. */
  WHERE_PRECISE,
  /** Every range must lie within that of the older state: while the older one is unfinished. */
  WITHIN,
  /** Everything must be equal: nothing has changed in a loop. */
  EQUAL
}
