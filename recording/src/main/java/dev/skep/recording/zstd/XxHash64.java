package dev.skep.recording.zstd;

/** XXH64 with seed 0, of which a frame's checksum is the low 32 bits (RFC 8878, 3.1.1). */
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE_BYTES = 32;

  private final byte[] pending = new byte[STRIPE_BYTES + BlockInput.PADDING];
  private int pendingSize;
  private long length;
  private long v1;
  private long v2;
  private long v3;
  private long v4;

  XxHash64() {
    reset();
  }

  void reset() {
    pendingSize = 0;
    length = 0;
    // The sum of the first two primes, modulo 2^64.
    v1 = 0x60EA27EEADC0B5D6L;
    v2 = P2;
    v3 = 0;
    v4 = -P1;
  }

  void update(byte[] bytes, int from, int to) {
    length += to - from;
    int at = from;
    if (pendingSize > 0) {
      int taken = Math.min(STRIPE_BYTES - pendingSize, to - at);
      System.arraycopy(bytes, at, pending, pendingSize, taken);
      pendingSize += taken;
      at += taken;
      if (pendingSize < STRIPE_BYTES) {
        return;
      }
      stripe(pending, 0);
      pendingSize = 0;
    }
    for (; to - at >= STRIPE_BYTES; at += STRIPE_BYTES) {
      stripe(bytes, at);
    }
    System.arraycopy(bytes, at, pending, 0, to - at);
    pendingSize = to - at;
  }

  private void stripe(byte[] bytes, int at) {
    v1 = round(v1, word(bytes, at));
    v2 = round(v2, word(bytes, at + 8));
    v3 = round(v3, word(bytes, at + 16));
    v4 = round(v4, word(bytes, at + 24));
  }

  long digest() {
    long hash;
    if (length >= STRIPE_BYTES) {
      hash =
          Long.rotateLeft(v1, 1)
              + Long.rotateLeft(v2, 7)
              + Long.rotateLeft(v3, 12)
              + Long.rotateLeft(v4, 18);
      hash = merge(merge(merge(merge(hash, v1), v2), v3), v4);
    } else {
      hash = P5;
    }
    return avalanche(tail(hash + length));
  }

  private long tail(long start) {
    long hash = start;
    int at = 0;
    for (; pendingSize - at >= 8; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, word(pending, at)), 27) * P1 + P4;
    }
    if (pendingSize - at >= 4) {
      long half = word(pending, at) & 0xffffffffL;
      hash = Long.rotateLeft(hash ^ half * P1, 23) * P2 + P3;
      at += 4;
    }
    for (; at < pendingSize; at++) {
      hash = Long.rotateLeft(hash ^ (pending[at] & 0xffL) * P5, 11) * P1;
    }
    return hash;
  }

  private static long avalanche(long start) {
    long hash = start;
    hash = (hash ^ hash >>> 33) * P2;
    hash = (hash ^ hash >>> 29) * P3;
    return hash ^ hash >>> 32;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * P1 + P4;
  }

  private static long word(byte[] bytes, int at) {
    return (long) BlockInput.LONG.get(bytes, at);
  }
}
