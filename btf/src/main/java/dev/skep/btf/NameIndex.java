package dev.skep.btf;

import java.util.Arrays;

/**
 * From a name to the ids of the types that have it, in ascending order: a hash table of chains in
 * two arrays of ints. Names stay in the string section; they are hashed and compared in place.
 */
final class NameIndex {
  private final int[] heads;
  private final int[] next;

  /**
   * @param types types in this section
   * @param hashes the hash of the name of the n-th of them, asked for once each; see {@link
   *     #ANONYMOUS}
   */
  NameIndex(int types, java.util.function.IntToLongFunction hashes) {
    heads = new int[Integer.highestOneBit(Math.max(types, 8))];
    next = new int[types];
    Arrays.fill(heads, -1);
    for (int type = types - 1; type >= 0; type--) {
      long hash = hashes.applyAsLong(type);
      if (hash != ANONYMOUS) {
        int slot = slot((int) hash);
        next[type] = heads[slot];
        heads[slot] = type;
      }
    }
  }

  /** What the hash function gives for a type without a name. */
  static final long ANONYMOUS = Long.MIN_VALUE;

  /** The first type whose name may have this hash, −1 when there is none. */
  int first(int hash) {
    return heads[slot(hash)];
  }

  /** The next one after {@code type}, −1 at the end. */
  int after(int type) {
    return next[type];
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 15) & heads.length - 1;
  }
}
