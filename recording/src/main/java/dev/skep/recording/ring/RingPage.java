package dev.skep.recording.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The events of one page, one after the other.
 *
 * <p>An event starts with a 32-bit word of type_len (5 bits) and time delta (27 bits);
 * little-endian kernels keep type_len in the low bits, big-endian ones in the high bits. type_len 1
 * to 28 is the size of the record in words, 0 means that a word with the size follows, 29 is
 * padding, 30 a longer delta, 31 an absolute time.
 */
public final class RingPage {
  private static final int TYPE_PADDING = 29;
  private static final int TYPE_TIME_EXTEND = 30;
  private static final int TYPE_TIME_STAMP = 31;
  private static final int DELTA_BITS = 27;
  private static final int DELTA_MASK = (1 << DELTA_BITS) - 1;
  private static final long TIME_HIGH = 0xf8L << 56;
  private static final int MISSED_EVENTS = 1 << 31;
  private static final int MISSED_STORED = 1 << 30;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final PageLayout layout;
  private final boolean swapped;
  private final boolean bigEndian;

  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int position;
  private long time;
  private long lost;
  private int recordOffset;
  private int recordSize;
  private @Nullable String fault;

  /** Pages of a layout. */
  public RingPage(PageLayout layout) {
    this.layout = layout;
    this.swapped = layout.order() != ByteOrder.nativeOrder();
    this.bigEndian = layout.order() == ByteOrder.BIG_ENDIAN;
  }

  /**
   * Starts on a page.
   *
   * @param pageBytes its size; {@code page} has at least as many bytes behind {@code at}
   */
  public void reset(byte[] page, int at, int pageBytes) {
    bytes = page;
    fault = null;
    lost = 0;
    time = longAt(at);
    int commitAt = at + layout.commitOffset();
    int commit = layout.commitBytes() == 8 ? (int) longAt(commitAt) : intAt(commitAt);
    int committed = commit & DELTA_MASK;
    start = at + layout.dataOffset();
    position = start;
    int limit = at + pageBytes;
    if (committed > limit - start) {
      end = start;
      fault = "page commits bytes=" + committed + ", has room for " + (limit - start);
      return;
    }
    end = start + committed;
    readLost(commit, limit);
  }

  private void readLost(int commit, int limit) {
    if ((commit & MISSED_EVENTS) == 0) {
      return;
    }
    lost = -1;
    if ((commit & MISSED_STORED) != 0 && end + layout.commitBytes() <= limit) {
      lost = layout.commitBytes() == 8 ? longAt(end) : intAt(end) & 0xffffffffL;
    }
  }

  /** Events lost before this page: a count, 0 for none, -1 for an unknown number. */
  public long lost() {
    return lost;
  }

  /** What is wrong with the page, once {@link #next} was false; null for nothing. */
  public @Nullable String fault() {
    return fault;
  }

  /** Bytes from the page's start to where the decoder stands. */
  public int position() {
    return position - start + layout.dataOffset();
  }

  /** The record's time stamp, as the recorded clock counts. */
  public long time() {
    return time;
  }

  /** Where the record starts in the array. */
  public int recordOffset() {
    return recordOffset;
  }

  /** How many bytes it has. */
  public int recordSize() {
    return recordSize;
  }

  /** Moves to the next record; false at the page's end or at a fault. */
  public boolean next() {
    while (position < end) {
      if (end - position < 4) {
        return stop("an event header needs 4 bytes, the page has " + (end - position));
      }
      int word = intAt(position);
      int type = bigEndian ? word >>> DELTA_BITS : word & 31;
      int delta = bigEndian ? word & DELTA_MASK : word >>> 5;
      int data = position + 4;
      if (type > 0 && type < TYPE_PADDING) {
        time += delta;
        return record(data, type * 4);
      }
      if (type == TYPE_PADDING && delta == 0) {
        position = end;
        return false;
      }
      if (end - data < 4) {
        return stop("an event of type " + type + " needs 8 bytes, the page has 4");
      }
      int extra = intAt(data);
      switch (type) {
        case 0 -> {
          time += delta;
          return record(data + 4, (extra - 4 + 3) & ~3);
        }
        case TYPE_TIME_EXTEND -> {
          time += (Integer.toUnsignedLong(extra) << DELTA_BITS) | delta;
          position = data + 4;
        }
        case TYPE_TIME_STAMP -> {
          time = absolute((Integer.toUnsignedLong(extra) << DELTA_BITS) | delta);
          position = data + 4;
        }
        default -> {
          if (!discarded(data, extra, delta)) {
            return false;
          }
        }
      }
    }
    return false;
  }

  /** The word after the header of padding counts the bytes from itself on. */
  private boolean discarded(int data, int size, int delta) {
    if (size < 0 || size > end - data) {
      return stop("padding of size=" + Integer.toUnsignedString(size) + " exceeds the page");
    }
    time += delta;
    position = data + size;
    return true;
  }

  private boolean record(int at, int size) {
    if (size < 0 || size > end - at) {
      return stop("a record of size=" + Integer.toUnsignedString(size) + " exceeds the page");
    }
    recordOffset = at;
    recordSize = size;
    position = at + size;
    return true;
  }

  // Absolute stamps hold 59 bits; the five above come from the time before.
  private long absolute(long stamp) {
    long high = time & TIME_HIGH;
    if (high == 0) {
      return stamp;
    }
    long full = stamp | high;
    return Long.compareUnsigned(full, time) < 0 ? full + (1L << 59) : full;
  }

  private boolean stop(String what) {
    fault = what;
    return false;
  }

  private int intAt(int at) {
    int value = (int) INT.get(bytes, at);
    return swapped ? Integer.reverseBytes(value) : value;
  }

  private long longAt(int at) {
    long value = (long) LONG.get(bytes, at);
    return swapped ? Long.reverseBytes(value) : value;
  }
}
