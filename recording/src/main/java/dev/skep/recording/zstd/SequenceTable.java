package dev.skep.recording.zstd;

import org.jspecify.annotations.Nullable;

/** The table of one sequence code as it goes from block to block of a frame. */
final class SequenceTable {
  private static final int PREDEFINED = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final SequenceCode code;
  private final FseTable predefined;
  private final FseTable own;
  private @Nullable FseTable current;

  SequenceTable(SequenceCode code) {
    this.code = code;
    this.predefined = code.predefinedTable();
    this.own = new FseTable(code.maxAccuracyLog());
  }

  /** Forgets the table of the frame before. */
  void reset() {
    current = null;
  }

  /** The table for a block by its compression mode (RFC 8878, 3.1.1.3.2.1). */
  FseTable select(int mode, BlockInput input) throws MalformedZstdException {
    FseTable table;
    switch (mode) {
      case PREDEFINED -> table = predefined;
      case RLE -> {
        int symbol = input.u8();
        if (symbol > code.maxSymbol()) {
          throw input.malformed("symbol " + symbol + " of " + code + " is above the limit");
        }
        own.buildSingle(symbol);
        table = own;
      }
      case COMPRESSED -> {
        own.read(input, code.maxAccuracyLog(), code.maxSymbol());
        table = own;
      }
      default -> {
        if (current == null) {
          throw input.malformed("table of " + code + " repeated before any in the frame");
        }
        table = current;
      }
    }
    current = table;
    return table;
  }
}
