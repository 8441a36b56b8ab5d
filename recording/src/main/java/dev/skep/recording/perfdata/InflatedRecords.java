package dev.skep.recording.perfdata;

import dev.skep.recording.zstd.MalformedZstdException;
import dev.skep.recording.zstd.ZstdFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The records inside compressed ones (perf record -z): one zstd stream goes on from piece to piece,
 * and neither its blocks nor the records inside end where the pieces do.
 */
final class InflatedRecords implements RecordCursor {
  private static final int WINDOW_LIMIT_BYTES = 128 << 20;
  private static final int MAX_BYTES = 256 << 20;

  private final RecordCursor outer;
  private final ZstdFeed feed = new ZstdFeed(WINDOW_LIMIT_BYTES);
  private ByteBuffer buffer;
  private int end;
  private int next;
  private int at;
  private int size;

  InflatedRecords(RecordCursor outer, ByteOrder order) {
    this.outer = outer;
    this.buffer = ByteBuffer.allocate(1 << 16).order(order);
  }

  /** Takes a piece of the stream out of the outer record. */
  void add(int from, int to) {
    System.arraycopy(buffer.array(), next, buffer.array(), 0, end - next);
    end -= next;
    next = 0;
    feed.add(outer.buffer().array(), from, to - from);
    try {
      int got = read();
      while (got > 0) {
        end += got;
        got = read();
      }
    } catch (MalformedZstdException e) {
      throw outer.malformed("damaged zstd data: " + e.what());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int read() throws IOException {
    if (end == buffer.capacity()) {
      if (end >= MAX_BYTES) {
        throw outer.malformed("a compressed record holds more than " + MAX_BYTES + " bytes");
      }
      ByteBuffer larger = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), 2 * end));
      buffer = larger.order(buffer.order());
    }
    return feed.read(buffer.array(), end, buffer.capacity() - end);
  }

  /** Bytes that belong to a record or block whose rest never came. */
  int incomplete() {
    return end - next + feed.waiting();
  }

  @Override
  public boolean next() {
    if (end - next < HEADER_BYTES) {
      return false;
    }
    int length = buffer.getShort(next + 6) & 0xffff;
    if (length < HEADER_BYTES) {
      throw outer.malformed(
          "a compressed record of size=" + length + " is shorter than its header");
    }
    if (length > end - next) {
      return false;
    }
    at = next;
    size = length;
    next += length;
    return true;
  }

  @Override
  public ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public int at() {
    return at;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public RuntimeException malformed(String what) {
    return outer.malformed(what + " (in a compressed record)");
  }
}
