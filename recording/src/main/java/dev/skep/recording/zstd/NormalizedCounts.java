package dev.skep.recording.zstd;

/**
 * How often each symbol stands in an FSE table (RFC 8878, 4.1.1): the counts add up to the table's
 * size; -1 is a symbol less likely than one state, which takes one.
 */
record NormalizedCounts(int accuracyLog, short[] counts, int symbols) {
  private static final int MIN_ACCURACY_LOG = 5;

  static NormalizedCounts read(BlockInput input, int maxAccuracyLog, int maxSymbol)
      throws MalformedZstdException {
    return new Reader(input).read(maxAccuracyLog, maxSymbol);
  }

  /** Bits from the lowest of the first byte upwards. */
  private static final class Reader {
    private final BlockInput input;
    private int bit;

    Reader(BlockInput input) {
      this.input = input;
      this.bit = input.position * 8;
    }

    NormalizedCounts read(int maxAccuracyLog, int maxSymbol) throws MalformedZstdException {
      int log = take(4) + MIN_ACCURACY_LOG;
      if (log > maxAccuracyLog) {
        throw input.malformed("accuracy log " + log + " is above the limit of " + maxAccuracyLog);
      }
      short[] counts = new short[maxSymbol + 1];
      int symbol = 0;
      int left = 1 << log;
      while (left > 0) {
        if (symbol > maxSymbol) {
          throw input.malformed("counts of more symbols than the limit of " + (maxSymbol + 1));
        }
        int count = count(left);
        counts[symbol++] = (short) count;
        left -= Math.abs(count);
        if (count == 0) {
          symbol += zeros();
        }
      }
      input.position = (bit + 7) >>> 3;
      return new NormalizedCounts(log, counts, symbol);
    }

    // A value up to left + 1; the lower of those that fit into one bit less take one bit less.
    private int count(int left) throws MalformedZstdException {
      int bits = 32 - Integer.numberOfLeadingZeros(left + 1);
      int spare = (1 << bits) - 1 - (left + 1);
      int low = take(bits - 1);
      if (low < spare) {
        return low - 1;
      }
      int value = low | (take(1) << (bits - 1));
      if (value >= 1 << (bits - 1)) {
        value -= spare;
      }
      return value - 1;
    }

    private int zeros() throws MalformedZstdException {
      int total = 0;
      int run;
      do {
        run = take(2);
        total += run;
      } while (run == 3);
      return total;
    }

    private int take(int count) throws MalformedZstdException {
      if (bit + count > input.end * 8) {
        throw input.malformed(bit >>> 3, "a table of counts ends too early");
      }
      long word = (long) BlockInput.LONG.get(input.bytes, bit >>> 3);
      int value = (int) ((word >>> (bit & 7)) & ((1L << count) - 1));
      bit += count;
      return value;
    }
  }
}
