package dev.skep.recording.zstd;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes frames whose bytes come in pieces: what whole blocks hold can be read, the rest waits for
 * the next piece. Recorders that flush a stream at times write such pieces.
 */
public final class ZstdFeed {
  private static final int MAGIC_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int CHECKSUM_BYTES = 4;
  private static final int SKIPPABLE_HEADER_BYTES = 8;

  private final ZstdInputStream stream;
  private byte[] pending = new byte[1 << 12];
  private int start;
  private int end;

  /**
   * A feed with nothing in it.
   *
   * @param windowLimitBytes frames that need a larger window are refused
   */
  public ZstdFeed(int windowLimitBytes) {
    this.stream = new ZstdInputStream(new Pending(), windowLimitBytes);
  }

  /** Adds a piece. */
  public void add(byte[] bytes, int from, int count) {
    if (end + count > pending.length) {
      byte[] target = new byte[Math.max(pending.length, 2 * (end - start + count))];
      System.arraycopy(pending, start, target, 0, end - start);
      end -= start;
      start = 0;
      pending = target;
    }
    System.arraycopy(bytes, from, pending, end, count);
    end += count;
  }

  /** Bytes that wait for the rest of their block. */
  public int waiting() {
    return end - start;
  }

  /**
   * Reads decoded bytes.
   *
   * @return how many, 0 when more input is needed
   * @throws MalformedZstdException when the input is not what RFC 8878 describes
   */
  public int read(byte[] into, int at, int count) throws IOException {
    while (stream.available() == 0) {
      if (!hasStep()) {
        return 0;
      }
      stream.step();
    }
    return stream.read(into, at, count);
  }

  /** Whether the next frame header or block is complete. */
  private boolean hasStep() {
    FrameHeader frame = stream.frame();
    if (frame == null) {
      return waiting() >= MAGIC_BYTES + 1 && waiting() >= headerBytes();
    }
    if (waiting() < BLOCK_HEADER_BYTES) {
      return false;
    }
    int header = u8(0) | (u8(1) << 8) | (u8(2) << 16);
    int content = (header & 6) == 2 ? 1 : header >>> 3;
    boolean last = (header & 1) != 0;
    int tail = last && frame.checksum() ? CHECKSUM_BYTES : 0;
    return waiting() >= BLOCK_HEADER_BYTES + Math.min(content, BlockDecoder.MAX_BLOCK_BYTES) + tail;
  }

  private int headerBytes() {
    if ((u8(0) & 0xf0) == 0x50 && u8(1) == 0x2a) {
      return waiting() < SKIPPABLE_HEADER_BYTES
          ? SKIPPABLE_HEADER_BYTES
          : SKIPPABLE_HEADER_BYTES + (u8(4) | (u8(5) << 8) | (u8(6) << 16) | (u8(7) << 24));
    }
    int descriptor = u8(MAGIC_BYTES);
    boolean singleSegment = (descriptor & 0x20) != 0;
    int content = 1 << (descriptor >>> 6);
    if (content == 1 && !singleSegment) {
      content = 0;
    }
    int dictionary = (1 << (descriptor & 3)) >> 1;
    return MAGIC_BYTES + 1 + (singleSegment ? 0 : 1) + dictionary + content;
  }

  private int u8(int at) {
    return pending[start + at] & 0xff;
  }

  private final class Pending extends InputStream {
    @Override
    public int read() {
      return start < end ? pending[start++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int count) {
      int taken = Math.min(count, end - start);
      if (taken == 0 && count > 0) {
        return -1;
      }
      System.arraycopy(pending, start, into, at, taken);
      start += taken;
      return taken;
    }
  }
}
