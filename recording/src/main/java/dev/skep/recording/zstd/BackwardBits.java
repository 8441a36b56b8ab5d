package dev.skep.recording.zstd;

/**
 * Bits read from the end of a byte range to its start (RFC 8878, 4.1): the highest set bit of the
 * last byte marks where they begin. Past the start, zeros follow and {@link #remaining()} is
 * negative.
 */
final class BackwardBits {
  private byte[] bytes = new byte[BlockInput.PADDING];
  private int start;
  private int remaining;

  /** Starts on {@code input.bytes[from, to)}. */
  void reset(BlockInput input, int from, int to) throws MalformedZstdException {
    int last = to > from ? input.bytes[to - 1] & 0xff : 0;
    if (last == 0) {
      throw input.malformed(to, "a bit stream must end in a byte with a marker bit");
    }
    bytes = input.bytes;
    start = from;
    remaining = (to - from) * 8 - 1 - Integer.numberOfLeadingZeros(last) + 24;
  }

  /** Bits not yet read; negative when more were read than there are. */
  int remaining() {
    return remaining;
  }

  /** The next {@code count} bits (0 to 56) as a number, first bit highest. */
  long read(int count) {
    long value = peek(count);
    remaining -= count;
    return value;
  }

  /** As {@link #read}, without moving. */
  long peek(int count) {
    int low = remaining - count;
    if (low < 0) {
      return remaining <= 0 ? 0 : peekAll() << -low;
    }
    long word = (long) BlockInput.LONG.get(bytes, start + (low >>> 3));
    return (word >>> (low & 7)) & ((1L << count) - 1);
  }

  void skip(int count) {
    remaining -= count;
  }

  private long peekAll() {
    long word = (long) BlockInput.LONG.get(bytes, start);
    return word & ((1L << remaining) - 1);
  }

  /** Whether {@link #topAligned} may be called. */
  boolean hasWord() {
    return remaining >= 64;
  }

  /** The next bits from the top of the word down; at least 57 of them count. */
  long topAligned() {
    int bytesUsed = (remaining + 7) >>> 3;
    long word = (long) BlockInput.LONG.get(bytes, start + bytesUsed - 8);
    return word << (bytesUsed * 8 - remaining);
  }
}
