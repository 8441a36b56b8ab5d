package dev.skep.recording.tracedat;

import java.util.BitSet;
import java.util.Set;

/** Types of records, or all of them. */
final class TypeSet {
  private final BitSet types = new BitSet();
  private boolean all = true;

  boolean contains(int type) {
    return all || types.get(type);
  }

  /** From now on these only. */
  void restrict(Set<Integer> ids) {
    all = false;
    types.clear();
    ids.stream().filter(id -> id >= 0).forEach(types::set);
  }

  /** As {@link #restrict}, with some more. */
  void restrict(Set<Integer> ids, Set<Integer> more) {
    restrict(ids);
    more.forEach(types::set);
  }
}
