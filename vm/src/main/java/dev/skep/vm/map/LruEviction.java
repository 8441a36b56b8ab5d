package dev.skep.vm.map;

/**
 * Which element of an LRU hash makes room: a clock hand passes over all elements, spares those that
 * were looked up since it came by last, and takes the first other one. Linux does not define the
 * victim; like its lists, this needs no lock on lookups.
 */
final class LruEviction {
  private final HashTable table;
  private final byte[] referenced;
  private int hand;

  LruEviction(HashTable table, int elements) {
    this.table = table;
    this.referenced = new byte[elements];
  }

  void touched(int element) {
    referenced[element] = 1;
  }

  /**
   * Takes an element out of the table, for a writer that holds a bucket's lock.
   *
   * @return the element, now the caller's; −1 when others hold the locks of all candidates
   */
  int evict(int lockedBucket) {
    int size = referenced.length;
    for (int tries = 0; tries < 3 * size; tries++) {
      int element = next(size);
      if (referenced[element] != 0) {
        referenced[element] = 0;
      } else if (table.unlinkIfThere(element, lockedBucket)) {
        return element;
      }
    }
    return -1;
  }

  private synchronized int next(int size) {
    hand = hand + 1 == size ? 0 : hand + 1;
    return hand;
  }
}
