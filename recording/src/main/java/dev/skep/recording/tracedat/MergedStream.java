package dev.skep.recording.tracedat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of all CPUs by time; equal times in the order of the streams. A binary heap holds the
 * streams by their current records.
 */
final class MergedStream {
  private final CpuStream[] heap;
  private final int[] ranks;
  private int size;
  private boolean started;

  MergedStream(List<CpuStream> streams) {
    this.heap = streams.toArray(CpuStream[]::new);
    this.ranks = new int[heap.length];
  }

  /** Moves on; the stream whose current record is next, or null at the end. */
  @Nullable CpuStream next() {
    if (!started) {
      start();
    } else if (size > 0) {
      if (!heap[0].next()) {
        size--;
        heap[0] = heap[size];
        ranks[0] = ranks[size];
      }
      sink(0);
    }
    return size > 0 ? heap[0] : null;
  }

  private void start() {
    started = true;
    for (int rank = 0; rank < heap.length; rank++) {
      CpuStream stream = heap[rank];
      if (stream.next()) {
        heap[size] = stream;
        ranks[size] = rank;
        size++;
      }
    }
    for (int at = size / 2 - 1; at >= 0; at--) {
      sink(at);
    }
  }

  private void sink(int from) {
    if (from >= size) {
      return;
    }
    CpuStream stream = heap[from];
    int rank = ranks[from];
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size
          && before(heap[child + 1], ranks[child + 1], heap[child], ranks[child])) {
        child++;
      }
      if (!before(heap[child], ranks[child], stream, rank)) {
        break;
      }
      heap[at] = heap[child];
      ranks[at] = ranks[child];
      at = child;
    }
    heap[at] = stream;
    ranks[at] = rank;
  }

  private static boolean before(CpuStream left, int leftRank, CpuStream right, int rightRank) {
    int order = Long.compareUnsigned(left.nanos(), right.nanos());
    return order < 0 || (order == 0 && leftRank < rightRank);
  }
}
