package dev.skep.recording.record;

import java.util.BitSet;
import java.util.Set;

/** Types of records, or all of them. */
public final class TypeSet {
  private final BitSet types = new BitSet();
  private boolean all = true;

  /** Every type. */
  public TypeSet() {}

  /** Whether a type is among them. */
  public boolean contains(int type) {
    return all || types.get(type);
  }

  /** From now on these only. */
  public void restrict(Set<Integer> ids) {
    all = false;
    types.clear();
    ids.stream().filter(id -> id >= 0).forEach(types::set);
  }

  /** As {@link #restrict}, with some more. */
  public void restrict(Set<Integer> ids, Set<Integer> more) {
    restrict(ids);
    more.forEach(types::set);
  }
}
