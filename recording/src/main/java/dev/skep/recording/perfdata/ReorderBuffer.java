package dev.skep.recording.perfdata;

import java.util.Arrays;

/**
 * Records that wait until none before them can come: perf writes the CPUs' buffers one after the
 * other in rounds. A heap by time, equal times in the order of the file, over one array of bytes.
 */
final class ReorderBuffer {
  /** More than this between two rounds means that there are none. */
  static final int MAX_BYTES = 512 << 20;

  private byte[] bytes = new byte[1 << 16];
  private int end;
  private int live;
  private long[] times = new long[256];
  private long[] sequences = new long[256];
  private int[] offsets = new int[256];
  private int[] sizes = new int[256];
  private int count;
  private long sequence;

  boolean isEmpty() {
    return count == 0;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The time of the earliest record. */
  long time() {
    return times[0];
  }

  /** Where the earliest record starts. */
  int offset() {
    return offsets[0];
  }

  /** How many bytes it has. */
  int size() {
    return sizes[0];
  }

  /** Adds a record; false when there is no room. */
  boolean add(long time, byte[] from, int at, int size) {
    if (end + size > bytes.length && !makeRoom(size)) {
      return false;
    }
    System.arraycopy(from, at, bytes, end, size);
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      sequences = Arrays.copyOf(sequences, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    rise(count++, time, sequence++, end, size);
    end += size;
    live += size;
    return true;
  }

  /** Removes the earliest record; its bytes stay until something is added. */
  void remove() {
    live -= sizes[0];
    count--;
    if (count > 0) {
      sink(times[count], sequences[count], offsets[count], sizes[count]);
    } else {
      end = 0;
    }
  }

  private boolean makeRoom(int size) {
    long wanted = live + (long) size;
    if (wanted > MAX_BYTES) {
      return false;
    }
    // Half of the new array is free, so that each byte is moved a bounded number of times.
    byte[] target = new byte[(int) Math.min(MAX_BYTES, Math.max(bytes.length, 2 * wanted))];
    int next = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes, offsets[i], target, next, sizes[i]);
      offsets[i] = next;
      next += sizes[i];
    }
    bytes = target;
    end = next;
    return end + size <= bytes.length;
  }

  private void rise(int from, long time, long order, int offset, int size) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!before(time, order, times[parent], sequences[parent])) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, time, order, offset, size);
  }

  private void sink(long time, long order, int offset, int size) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= count) {
        break;
      }
      if (child + 1 < count
          && before(times[child + 1], sequences[child + 1], times[child], sequences[child])) {
        child++;
      }
      if (!before(times[child], sequences[child], time, order)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, time, order, offset, size);
  }

  private static boolean before(long leftTime, long leftOrder, long rightTime, long rightOrder) {
    int order = Long.compareUnsigned(leftTime, rightTime);
    return order < 0 || (order == 0 && leftOrder < rightOrder);
  }

  private void move(int from, int to) {
    put(to, times[from], sequences[from], offsets[from], sizes[from]);
  }

  private void put(int at, long time, long order, int offset, int size) {
    times[at] = time;
    sequences[at] = order;
    offsets[at] = offset;
    sizes[at] = size;
  }
}
