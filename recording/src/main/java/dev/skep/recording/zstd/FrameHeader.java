package dev.skep.recording.zstd;

/**
 * A frame's header (RFC 8878, 3.1.1.1).
 *
 * @param windowBytes how far back matches may reach
 * @param contentBytes the size of what the frame holds, or -1 where it does not say
 * @param checksum whether a checksum follows the last block
 */
record FrameHeader(int windowBytes, long contentBytes, boolean checksum) {
  static final int MAGIC = 0xFD2FB528;

  static FrameHeader read(ZstdSource source, int windowLimitBytes) throws java.io.IOException {
    long at = source.offset();
    int descriptor = source.u8();
    if ((descriptor & 8) != 0) {
      throw new MalformedZstdException(at, "the reserved bit of the frame header is set");
    }
    boolean singleSegment = (descriptor & 0x20) != 0;
    long window = singleSegment ? 0 : window(source.u8());
    long dictionary = source.number(new int[] {0, 1, 2, 4}[descriptor & 3]);
    if (dictionary != 0) {
      throw new MalformedZstdException(
          at, "the frame needs dictionary " + dictionary + "; dictionaries are not supported");
    }
    long content = contentSize(source, descriptor >>> 6, singleSegment);
    if (singleSegment) {
      window = content;
    }
    if (window < 0 || window > windowLimitBytes) {
      throw new MalformedZstdException(
          at, "the frame's window=" + window + " is above the limit of " + windowLimitBytes);
    }
    return new FrameHeader((int) window, content, (descriptor & 4) != 0);
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >>> 3));
    return base + (base / 8) * (descriptor & 7);
  }

  private static long contentSize(ZstdSource source, int flag, boolean singleSegment)
      throws java.io.IOException {
    return switch (flag) {
      case 0 -> singleSegment ? source.number(1) : -1;
      case 1 -> source.number(2) + 256;
      case 2 -> source.number(4);
      default -> source.number(8);
    };
  }

  int maxBlockBytes() {
    return Math.min(windowBytes, BlockDecoder.MAX_BLOCK_BYTES);
  }
}
