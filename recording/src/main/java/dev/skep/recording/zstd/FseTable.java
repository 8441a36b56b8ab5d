package dev.skep.recording.zstd;

/**
 * A decoding table of finite state entropy (RFC 8878, 4.1.1). A state's entry holds the symbol in
 * bits 0–7, the number of bits to read for the next state in bits 8–15, and what to add to them in
 * bits 16–31.
 */
final class FseTable {
  private final int[] entries;
  private int accuracyLog;

  FseTable(int maxAccuracyLog) {
    this.entries = new int[1 << maxAccuracyLog];
  }

  static FseTable of(int accuracyLog, short[] counts) {
    FseTable table = new FseTable(accuracyLog);
    table.build(counts, counts.length, accuracyLog);
    return table;
  }

  /** One symbol that takes no bits. */
  void buildSingle(int symbol) {
    accuracyLog = 0;
    entries[0] = symbol;
  }

  int accuracyLog() {
    return accuracyLog;
  }

  static int symbol(int entry) {
    return entry & 0xff;
  }

  int entry(int state) {
    return entries[state];
  }

  /** The state that follows the one of {@code entry}. */
  static int next(int entry, BackwardBits bits) {
    return (entry >>> 16) + (int) bits.read((entry >>> 8) & 0xff);
  }

  /**
   * Reads normalised counts at the input's position and builds the table.
   *
   * @param maxSymbol the highest symbol that may have a count
   */
  void read(BlockInput input, int maxAccuracyLog, int maxSymbol) throws MalformedZstdException {
    NormalizedCounts counts = NormalizedCounts.read(input, maxAccuracyLog, maxSymbol);
    build(counts.counts(), counts.symbols(), counts.accuracyLog());
  }

  private void build(short[] counts, int symbols, int log) {
    accuracyLog = log;
    int size = 1 << log;
    int high = size;
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (counts[symbol] == -1) {
        entries[--high] = symbol;
      }
    }
    spread(counts, symbols, size, high);
    int[] next = new int[symbols];
    for (int symbol = 0; symbol < symbols; symbol++) {
      next[symbol] = Math.abs(counts[symbol]);
    }
    for (int state = 0; state < size; state++) {
      int symbol = entries[state];
      int number = next[symbol]++;
      int bits = log - (31 - Integer.numberOfLeadingZeros(number));
      entries[state] = symbol | (bits << 8) | (((number << bits) - size) << 16);
    }
  }

  // "Less than one" symbols keep the top of the table; the others are strewn over the rest.
  private void spread(short[] counts, int symbols, int size, int high) {
    int step = (size >> 1) + (size >> 3) + 3;
    int position = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      for (int i = 0; i < counts[symbol]; i++) {
        entries[position] = symbol;
        do {
          position = (position + step) & (size - 1);
        } while (position >= high);
      }
    }
  }
}
