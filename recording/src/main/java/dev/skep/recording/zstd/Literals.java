package dev.skep.recording.zstd;

import java.util.Arrays;

/** The literals section of a block (RFC 8878, 3.1.1.3.1), decoded into one reused array. */
final class Literals {
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  final byte[] bytes = new byte[BlockDecoder.MAX_BLOCK_BYTES];
  private final HuffmanTable table = new HuffmanTable();
  private boolean hasTable;
  private int size;

  /** Forgets the code of the frame before. */
  void reset() {
    hasTable = false;
  }

  int size() {
    return size;
  }

  void read(BlockInput input, int maxBlockBytes) throws MalformedZstdException {
    input.need(1);
    int first = input.bytes[input.position] & 0xff;
    int type = first & 3;
    int format = (first >>> 2) & 3;
    if (type == RAW || type == RLE) {
      readPlain(input, type, format, maxBlockBytes);
    } else {
      readCompressed(input, type, format, maxBlockBytes);
    }
  }

  private void readPlain(BlockInput input, int type, int format, int maxBlockBytes)
      throws MalformedZstdException {
    size =
        switch (format) {
          case 1 -> (int) input.number(2) >>> 4;
          case 3 -> (int) input.number(3) >>> 4;
          default -> input.u8() >>> 3;
        };
    checkSize(input, maxBlockBytes);
    if (type == RLE) {
      Arrays.fill(bytes, 0, size, (byte) input.u8());
      return;
    }
    input.need(size);
    System.arraycopy(input.bytes, input.position, bytes, 0, size);
    input.position += size;
  }

  private void readCompressed(BlockInput input, int type, int format, int maxBlockBytes)
      throws MalformedZstdException {
    int sizeBits = format < 2 ? 10 : format == 2 ? 14 : 18;
    long header = input.number(format < 2 ? 3 : format + 2);
    int mask = (1 << sizeBits) - 1;
    size = (int) (header >>> 4) & mask;
    int compressedSize = (int) (header >>> (4 + sizeBits)) & mask;
    checkSize(input, maxBlockBytes);
    input.need(compressedSize);
    int end = input.position + compressedSize;
    int outerEnd = input.end;
    input.end = end;
    if (type == COMPRESSED) {
      table.read(input);
      hasTable = true;
    } else if (!hasTable) {
      throw input.malformed("literals without a tree before any tree in the frame");
    }
    decodeStreams(input, format == 0 ? 1 : 4);
    input.position = end;
    input.end = outerEnd;
  }

  private void decodeStreams(BlockInput input, int streams) throws MalformedZstdException {
    if (streams == 1) {
      table.decode(input, input.position, input.end, bytes, 0, size);
      return;
    }
    int[] ends = new int[4];
    int from = input.position + 6;
    for (int i = 0; i < 3; i++) {
      ends[i] = (i == 0 ? from : ends[i - 1]) + (int) input.number(2);
    }
    ends[3] = input.end;
    int each = (size + 3) / 4;
    if (ends[2] > input.end || 3 * each > size) {
      throw input.malformed("four streams of literals do not fit: size=" + size);
    }
    for (int i = 0; i < 4; i++) {
      int at = i * each;
      table.decode(
          input, i == 0 ? from : ends[i - 1], ends[i], bytes, at, i == 3 ? size : at + each);
    }
  }

  private void checkSize(BlockInput input, int maxBlockBytes) throws MalformedZstdException {
    if (size > maxBlockBytes) {
      throw input.malformed("literals of " + size + " bytes in blocks of at most " + maxBlockBytes);
    }
  }
}
