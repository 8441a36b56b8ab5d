package dev.skep.recording.zstd;

/** Decodes compressed blocks (RFC 8878, 3.1.1.3) into a window. */
final class BlockDecoder {
  static final int MAX_BLOCK_BYTES = 128 * 1024;

  private final Literals literals = new Literals();
  private final SequenceTable lengths = new SequenceTable(SequenceCode.LITERALS_LENGTH);
  private final SequenceTable offsets = new SequenceTable(SequenceCode.OFFSET);
  private final SequenceTable matches = new SequenceTable(SequenceCode.MATCH_LENGTH);
  private final RepeatOffsets repeats = new RepeatOffsets();
  private final BackwardBits bits = new BackwardBits();

  private int literalPosition;
  private int target;
  private int targetLimit;

  /** Starts a frame. */
  void reset() {
    literals.reset();
    lengths.reset();
    offsets.reset();
    matches.reset();
    repeats.reset();
  }

  /** Decodes one block to the window's end, which has room for {@code maxBlockBytes}. */
  void decode(BlockInput input, Window window, int maxBlockBytes) throws MalformedZstdException {
    literals.read(input, maxBlockBytes);
    literalPosition = 0;
    target = window.end();
    targetLimit = target + maxBlockBytes;
    int count = sequenceCount(input);
    if (count > 0) {
      sequences(input, window, count);
    } else if (input.remaining() != 0) {
      throw input.malformed("a block without sequences has " + input.remaining() + " more bytes");
    }
    copyLiterals(input, window.bytes(), literals.size() - literalPosition);
    window.advance(target - window.end());
  }

  private static int sequenceCount(BlockInput input) throws MalformedZstdException {
    int first = input.u8();
    if (first < 128) {
      return first;
    }
    return first < 255 ? ((first - 128) << 8) + input.u8() : (int) input.number(2) + 0x7f00;
  }

  private void sequences(BlockInput input, Window window, int count) throws MalformedZstdException {
    int modes = input.u8();
    if ((modes & 3) != 0) {
      throw input.malformed("reserved bits of the sequence modes are set: modes=" + modes);
    }
    FseTable lengthTable = lengths.select(modes >>> 6, input);
    FseTable offsetTable = offsets.select((modes >>> 4) & 3, input);
    FseTable matchTable = matches.select((modes >>> 2) & 3, input);
    bits.reset(input, input.position, input.end);
    int lengthState = (int) bits.read(lengthTable.accuracyLog());
    int offsetState = (int) bits.read(offsetTable.accuracyLog());
    int matchState = (int) bits.read(matchTable.accuracyLog());
    for (int left = count; left > 0; left--) {
      int lengthEntry = lengthTable.entry(lengthState);
      int offsetEntry = offsetTable.entry(offsetState);
      int matchEntry = matchTable.entry(matchState);
      long offsetValue = SequenceCode.OFFSET.value(FseTable.symbol(offsetEntry), bits);
      int match = (int) SequenceCode.MATCH_LENGTH.value(FseTable.symbol(matchEntry), bits);
      int length = (int) SequenceCode.LITERALS_LENGTH.value(FseTable.symbol(lengthEntry), bits);
      if (bits.remaining() < 0) {
        throw input.malformed("sequences end too early: " + left + " of " + count + " are missing");
      }
      copyLiterals(input, window.bytes(), length);
      copyMatch(input, window, repeats.resolve(offsetValue, length), match);
      if (left > 1) {
        lengthState = FseTable.next(lengthEntry, bits);
        matchState = FseTable.next(matchEntry, bits);
        offsetState = FseTable.next(offsetEntry, bits);
      }
    }
    if (bits.remaining() != 0) {
      throw input.malformed("sequences leave " + bits.remaining() + " bits");
    }
  }

  private void copyLiterals(BlockInput input, byte[] into, int count)
      throws MalformedZstdException {
    if (count > literals.size() - literalPosition || count > targetLimit - target) {
      throw input.malformed(
          "a sequence takes " + count + " literals, which the block does not have or cannot hold");
    }
    System.arraycopy(literals.bytes, literalPosition, into, target, count);
    literalPosition += count;
    target += count;
  }

  private void copyMatch(BlockInput input, Window window, long offset, int count)
      throws MalformedZstdException {
    if (offset <= 0 || offset > window.reach(target - window.end())) {
      throw input.malformed("a match starts before the window: offset=" + offset);
    }
    if (count > targetLimit - target) {
      throw input.malformed("a match of " + count + " bytes exceeds the block's size");
    }
    byte[] bytes = window.bytes();
    int from = target - (int) offset;
    if (offset >= count) {
      System.arraycopy(bytes, from, bytes, target, count);
    } else {
      // Source and target overlap: each copied byte may be a source of a later one.
      for (int i = 0; i < count; i++) {
        bytes[target + i] = bytes[from + i];
      }
    }
    target += count;
  }
}
