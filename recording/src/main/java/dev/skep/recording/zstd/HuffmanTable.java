package dev.skep.recording.zstd;

/**
 * The prefix code of a block's literals (RFC 8878, 4.2): a table over the next {@code maxBits} bits
 * whose entries hold the symbol in bits 0–7 and the code's length in bits 8–15.
 */
final class HuffmanTable {
  static final int MAX_BITS = 11;
  private static final int MAX_SYMBOLS = 256;
  private static final int MAX_WEIGHT_ACCURACY = 6;

  private final char[] entries = new char[1 << MAX_BITS];
  private final byte[] weights = new byte[MAX_SYMBOLS];
  private final FseTable weightTable = new FseTable(MAX_WEIGHT_ACCURACY);
  private final BackwardBits bits = new BackwardBits();
  private int maxBits;

  /** Reads a tree description at the input's position. */
  void read(BlockInput input) throws MalformedZstdException {
    int header = input.u8();
    int start = input.position;
    int count =
        header < 128 ? compressedWeights(input, header) : directWeights(input, header - 127);
    build(input, start, count);
  }

  private int directWeights(BlockInput input, int count) throws MalformedZstdException {
    input.need((count + 1) / 2);
    for (int i = 0; i < count; i++) {
      int pair = input.bytes[input.position + i / 2] & 0xff;
      weights[i] = (byte) ((i & 1) == 0 ? pair >>> 4 : pair & 15);
    }
    input.position += (count + 1) / 2;
    return count;
  }

  // Two states take turns; the weights end where the bits do.
  private int compressedWeights(BlockInput input, int sizeBytes) throws MalformedZstdException {
    input.need(sizeBytes);
    int outerEnd = input.end;
    int end = input.position + sizeBytes;
    input.end = end;
    weightTable.read(input, MAX_WEIGHT_ACCURACY, MAX_BITS + 1);
    input.end = outerEnd;
    bits.reset(input, input.position, end);
    input.position = end;
    int first = (int) bits.read(weightTable.accuracyLog());
    int second = (int) bits.read(weightTable.accuracyLog());
    int count = 0;
    while (true) {
      if (count > MAX_SYMBOLS - 3) {
        throw input.malformed("more than " + (MAX_SYMBOLS - 1) + " weights of literals");
      }
      int entry = weightTable.entry(first);
      weights[count++] = (byte) FseTable.symbol(entry);
      first = FseTable.next(entry, bits);
      if (bits.remaining() < 0) {
        weights[count++] = (byte) FseTable.symbol(weightTable.entry(second));
        return count;
      }
      int swap = first;
      first = second;
      second = swap;
    }
  }

  // The last symbol's weight is not written: it completes the sum to a power of two.
  private void build(BlockInput input, int start, int count) throws MalformedZstdException {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      if (weights[i] > MAX_BITS) {
        throw input.malformed(start, "weight " + weights[i] + " of symbol " + i + " is above 11");
      }
      sum += (1 << weights[i]) >> 1;
    }
    int log = sum == 0 ? 0 : 32 - Integer.numberOfLeadingZeros(sum);
    int rest = (1 << log) - sum;
    if (sum == 0 || log > MAX_BITS || Integer.bitCount(rest) != 1) {
      throw input.malformed(start, "weights of literals make no prefix code: sum=" + sum);
    }
    weights[count] = (byte) (32 - Integer.numberOfLeadingZeros(rest));
    maxBits = log;
    fill(count + 1);
  }

  private void fill(int symbols) {
    int position = 0;
    for (int weight = 1; weight <= maxBits; weight++) {
      int length = 1 << (weight - 1);
      for (int symbol = 0; symbol < symbols; symbol++) {
        if (weights[symbol] == weight) {
          char entry = (char) (symbol | ((maxBits + 1 - weight) << 8));
          java.util.Arrays.fill(entries, position, position + length, entry);
          position += length;
        }
      }
    }
  }

  /** Decodes {@code input.bytes[from, to)} into exactly {@code target[at, limit)}. */
  void decode(BlockInput input, int from, int to, byte[] target, int at, int limit)
      throws MalformedZstdException {
    bits.reset(input, from, to);
    int position = at;
    int shift = 64 - maxBits;
    while (limit - position >= 5 && bits.hasWord()) {
      long word = bits.topAligned();
      int used = 0;
      for (int i = 0; i < 5; i++) {
        char entry = entries[(int) (word >>> shift)];
        target[position++] = (byte) entry;
        word <<= entry >>> 8;
        used += entry >>> 8;
      }
      bits.skip(used);
    }
    while (position < limit) {
      char entry = entries[(int) bits.peek(maxBits)];
      target[position++] = (byte) entry;
      bits.skip(entry >>> 8);
    }
    if (bits.remaining() != 0) {
      throw input.malformed(from, "a stream of literals leaves " + bits.remaining() + " bits");
    }
  }
}
