package dev.skep.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One CPU's ring buffer pages as a kernel of some byte order and size of {@code long} writes them.
 */
final class RingPageWriter {
  static final int PAGE_BYTES = 4096;
  private static final int LONG_DELTA = 1 << 27;

  private final ByteOrder order;
  private final int longBytes;
  private final boolean absoluteStamps;
  private final List<byte[]> pages = new ArrayList<>();
  private ByteBuffer events = ByteBuffer.allocate(PAGE_BYTES);
  private long pageTime;
  private long time;
  private long lost;

  RingPageWriter(ByteOrder order, int longBytes, boolean absoluteStamps) {
    this.order = order;
    this.longBytes = longBytes;
    this.absoluteStamps = absoluteStamps;
    events.order(order);
  }

  void record(long nanos, byte[] bytes) {
    int words = (bytes.length + 3) / 4;
    begin(nanos, 8 + 4 + 4 + words * 4);
    int delta = delta(nanos);
    if (words <= 28) {
      header(words, delta);
    } else {
      header(0, delta);
      events.putInt(words * 4 + 4);
    }
    events.put(bytes).position(events.position() + words * 4 - bytes.length);
  }

  /** An event that was given up, as the kernel leaves it. */
  void discarded(long nanos, int sizeBytes) {
    begin(nanos, 8 + 4 + sizeBytes);
    header(29, Math.max(1, delta(nanos)));
    events.putInt(sizeBytes).position(events.position() + sizeBytes - 4);
  }

  /** Events lost between what was written and what follows; -1 for an unknown number. */
  void lost(long count) {
    finishPage();
    lost = count;
  }

  private void begin(long nanos, int mostBytes) {
    int room = PAGE_BYTES - 8 - longBytes - 8;
    if (events.position() + mostBytes > room) {
      finishPage();
    }
    if (events.position() == 0) {
      pageTime = nanos;
      time = nanos;
    }
  }

  private int delta(long nanos) {
    long delta = nanos - time;
    time = nanos;
    if (delta < LONG_DELTA) {
      return (int) delta;
    }
    long extended = absoluteStamps ? nanos & ((1L << 59) - 1) : delta;
    header(absoluteStamps ? 31 : 30, (int) (extended & (LONG_DELTA - 1)));
    events.putInt((int) (extended >>> 27));
    return 0;
  }

  private void header(int type, int delta) {
    events.putInt(order == ByteOrder.BIG_ENDIAN ? (type << 27) | delta : (delta << 5) | type);
  }

  void finishPage() {
    if (events.position() == 0) {
      return;
    }
    ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES).order(order);
    long commit = events.position() | (lost == 0 ? 0 : 1L << 31) | (lost > 0 ? 1L << 30 : 0);
    page.putLong(pageTime);
    number(page, commit);
    page.put(events.flip());
    if (lost > 0) {
      number(page, lost);
    }
    lost = 0;
    pages.add(page.array());
    events = ByteBuffer.allocate(PAGE_BYTES).order(order);
  }

  private void number(ByteBuffer into, long value) {
    if (longBytes == 8) {
      into.putLong(value);
    } else {
      into.putInt((int) value);
    }
  }

  byte[] bytes() {
    finishPage();
    ByteBuffer all = ByteBuffer.allocate(pages.size() * PAGE_BYTES);
    pages.forEach(all::put);
    return all.array();
  }
}
