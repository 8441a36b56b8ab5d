package dev.skep.recording.zstd;

/**
 * One of the three codes of a sequence (RFC 8878, 3.1.1.3.2.1): its limits, its predefined
 * distribution, and the base value and extra bits of each symbol.
 */
enum SequenceCode {
  LITERALS_LENGTH(
      9,
      6,
      new short[] {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
        1, -1, -1, -1, -1
      },
      0,
      new int[] {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10,
        11, 12, 13, 14, 15, 16
      }),
  OFFSET(
      8,
      5,
      new short[] {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
      },
      1,
      new int[] {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31
      }),
  MATCH_LENGTH(
      9,
      6,
      new short[] {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
      },
      3,
      new int[] {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
      });

  private final int maxAccuracyLog;
  private final int predefinedAccuracyLog;
  private final short[] predefined;
  private final int[] extraBits;
  private final long[] bases;

  // A symbol's base follows the range of the symbol before it.
  SequenceCode(
      int maxAccuracyLog,
      int predefinedAccuracyLog,
      short[] predefined,
      int base,
      int[] extraBits) {
    this.maxAccuracyLog = maxAccuracyLog;
    this.predefinedAccuracyLog = predefinedAccuracyLog;
    this.predefined = predefined;
    this.extraBits = extraBits;
    this.bases = new long[extraBits.length];
    long next = base;
    for (int symbol = 0; symbol < bases.length; symbol++) {
      bases[symbol] = next;
      next += 1L << extraBits[symbol];
    }
  }

  int maxAccuracyLog() {
    return maxAccuracyLog;
  }

  int maxSymbol() {
    return extraBits.length - 1;
  }

  FseTable predefinedTable() {
    return FseTable.of(predefinedAccuracyLog, predefined);
  }

  /** The value of a symbol, with its extra bits read. */
  long value(int symbol, BackwardBits bits) {
    return bases[symbol] + bits.read(extraBits[symbol]);
  }
}
