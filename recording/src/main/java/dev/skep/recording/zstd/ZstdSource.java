package dev.skep.recording.zstd;

import java.io.IOException;
import java.io.InputStream;

/** Compressed bytes with a count of those taken; their end inside a frame is malformed. */
final class ZstdSource {
  private final InputStream input;
  private long offset;

  ZstdSource(InputStream input) {
    this.input = input;
  }

  long offset() {
    return offset;
  }

  /** A byte, or -1 where the input ends. */
  int u8OrEnd() throws IOException {
    int value = input.read();
    if (value >= 0) {
      offset++;
    }
    return value;
  }

  int u8() throws IOException {
    int value = u8OrEnd();
    if (value < 0) {
      throw truncated();
    }
    return value;
  }

  /** A little-endian number of up to eight bytes. */
  long number(int sizeBytes) throws IOException {
    long value = 0;
    for (int i = 0; i < sizeBytes; i++) {
      value |= (long) u8() << (8 * i);
    }
    return value;
  }

  void fill(byte[] into, int at, int count) throws IOException {
    int got = input.readNBytes(into, at, count);
    offset += got;
    if (got < count) {
      throw truncated();
    }
  }

  void skip(long count) throws IOException {
    long skipped = 0;
    while (skipped < count) {
      long step = input.skip(count - skipped);
      if (step <= 0) {
        u8();
        step = 1;
        offset--;
      }
      skipped += step;
      offset += step;
    }
  }

  private MalformedZstdException truncated() {
    return new MalformedZstdException(offset, "the input ends inside a frame");
  }
}
