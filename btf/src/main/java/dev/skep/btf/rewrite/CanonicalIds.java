package dev.skep.btf.rewrite;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import java.util.Arrays;

/**
 * Which type stands for which: chains that end at one that stands for itself, or is not decided.
 */
final class CanonicalIds {
  private static final int UNDECIDED = -1;

  private final Btf btf;
  private final int[] ids;

  CanonicalIds(Btf btf) {
    this.btf = btf;
    this.ids = new int[btf.typeCount()];
    Arrays.fill(ids, UNDECIDED);
    ids[0] = 0;
  }

  boolean isDecided(int id) {
    return ids[id] != UNDECIDED;
  }

  void set(int id, int canonical) {
    ids[id] = canonical;
  }

  /** The end of the chain from {@code id} on. */
  int of(int id) {
    int at = id;
    while (ids[at] != UNDECIDED && ids[at] != at) {
      at = ids[at];
    }
    return at;
  }

  /** What a forward declaration is resolved to, if it is; else {@code id}. */
  int definitionOf(int id) {
    if (btf.kind(id) != BtfKind.FORWARD) {
      return id;
    }
    int end = of(id);
    return btf.kind(end) == BtfKind.FORWARD ? id : end;
  }
}
