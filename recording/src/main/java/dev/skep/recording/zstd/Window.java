package dev.skep.recording.zstd;

import java.util.Arrays;

/**
 * What a frame has produced: the last {@code windowBytes} bytes that matches may refer to, and
 * bytes not yet handed out. The array grows with what was really decoded, never by what a header
 * claims.
 */
final class Window {
  private byte[] bytes = new byte[1 << 16];
  private int end;
  private int windowBytes;
  private long produced;

  /** Starts a frame. */
  void reset(int windowBytes) {
    this.windowBytes = windowBytes;
    this.end = 0;
    this.produced = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int end() {
    return end;
  }

  /** Bytes that the frame has produced. */
  long produced() {
    return produced;
  }

  /** How far back a match may start that follows {@code pending} bytes since the last advance. */
  long reach(int pending) {
    return Math.min(windowBytes, produced + pending);
  }

  /** Makes room for a block after everything before {@link #end} was handed out. */
  void makeRoom(int blockBytes) {
    if (bytes.length - end >= blockBytes) {
      return;
    }
    // The room beside the window keeps the cost of sliding below two copies of each byte.
    long most = windowBytes + Math.max(2L * blockBytes, windowBytes / 2);
    if (end > windowBytes && bytes.length >= most) {
      System.arraycopy(bytes, end - windowBytes, bytes, 0, windowBytes);
      end = windowBytes;
      return;
    }
    long needed = end + (long) blockBytes;
    long size = Math.max(needed, Math.min(most, 2L * bytes.length));
    bytes = Arrays.copyOf(bytes, Math.toIntExact(size));
  }

  /** Takes bytes that were written at {@link #end}. */
  void advance(int count) {
    end += count;
    produced += count;
  }
}
