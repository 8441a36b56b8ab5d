package dev.skep.recording.zstd;

/** The last three match offsets of a frame (RFC 8878, 3.1.1.5). */
final class RepeatOffsets {
  private long first;
  private long second;
  private long third;

  void reset() {
    first = 1;
    second = 4;
    third = 8;
  }

  /** The offset that an offset value means; 0 or less is none. */
  long resolve(long value, int literalsLength) {
    if (value > 3) {
      return push(value - 3);
    }
    int index = (int) value - (literalsLength == 0 ? 0 : 1);
    return switch (index) {
      case 0 -> first;
      case 1 -> {
        long offset = second;
        second = first;
        first = offset;
        yield offset;
      }
      case 2 -> push(third);
      default -> push(first - 1);
    };
  }

  private long push(long offset) {
    third = second;
    second = first;
    first = offset;
    return offset;
  }
}
