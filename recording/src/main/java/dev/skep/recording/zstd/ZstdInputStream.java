package dev.skep.recording.zstd;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a sequence of Zstandard frames (RFC 8878), decoded block by block. Skippable
 * frames are passed over, checksums are verified, frames that need a dictionary are refused. Memory
 * stays below the window limit plus some hundred kilobytes, whatever the input claims. Malformed
 * input is a {@link MalformedZstdException} with the offset into the compressed bytes.
 */
public final class ZstdInputStream extends InputStream {
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final int windowLimitBytes;
  private ZstdSource source;
  private final BlockInput input = new BlockInput(BlockDecoder.MAX_BLOCK_BYTES);
  private final BlockDecoder decoder = new BlockDecoder();
  private final Window window = new Window();
  private final XxHash64 hash = new XxHash64();
  private @Nullable FrameHeader frame;
  private int handedOut;

  /**
   * @param input compressed bytes, read only as far as blocks are asked for
   * @param windowLimitBytes frames that need a larger window are refused; 8 MiB takes what RFC 8878
   *     recommends every decoder to take
   */
  public ZstdInputStream(InputStream input, int windowLimitBytes) {
    this.source = new ZstdSource(input);
    this.windowLimitBytes = windowLimitBytes;
  }

  /** Starts on other input with the same memory; what was left of the old is forgotten. */
  public void restart(InputStream next) {
    source = new ZstdSource(next);
    frame = null;
    window.reset(0);
    handedOut = 0;
  }

  @Override
  public int read() throws IOException {
    return fill() ? window.bytes()[handedOut++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int at, int count) throws IOException {
    Objects.checkFromIndexSize(at, count, into.length);
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int taken = Math.min(count, window.end() - handedOut);
    System.arraycopy(window.bytes(), handedOut, into, at, taken);
    handedOut += taken;
    return taken;
  }

  /** The frame that the decoder is in, or null between frames. */
  @Nullable FrameHeader frame() {
    return frame;
  }

  /** Decodes the next frame header or block, once all before it was handed out. */
  void step() throws IOException {
    if (frame == null) {
      startFrame();
    } else {
      block(frame);
    }
  }

  /** Bytes that are decoded and not handed out. */
  @Override
  public int available() {
    return window.end() - handedOut;
  }

  /** Decodes until there is a byte to hand out; false at the end of the input. */
  private boolean fill() throws IOException {
    while (handedOut == window.end()) {
      if (frame == null && !startFrame()) {
        return false;
      }
      if (frame != null) {
        block(frame);
      }
    }
    return true;
  }

  private boolean startFrame() throws IOException {
    long at = source.offset();
    int first = source.u8OrEnd();
    if (first < 0) {
      return false;
    }
    int magic = (int) (first | (source.number(3) << 8));
    if ((magic & 0xfffffff0) == SKIPPABLE_MAGIC) {
      source.skip(source.number(4));
      return true;
    }
    if (magic != FrameHeader.MAGIC) {
      throw new MalformedZstdException(at, String.format("no frame starts with 0x%08x", magic));
    }
    FrameHeader header = FrameHeader.read(source, windowLimitBytes);
    frame = header;
    window.reset(header.windowBytes());
    handedOut = 0;
    decoder.reset();
    hash.reset();
    return true;
  }

  private void block(FrameHeader header) throws IOException {
    long at = source.offset();
    int blockHeader = (int) source.number(3);
    int size = blockHeader >>> 3;
    int limit = header.maxBlockBytes();
    if (size > limit) {
      throw new MalformedZstdException(at, "block size=" + size + " is above the limit " + limit);
    }
    window.makeRoom(limit);
    handedOut = window.end();
    content((blockHeader >>> 1) & 3, size, limit, at);
    if (header.contentBytes() >= 0 && window.produced() > header.contentBytes()) {
      throw new MalformedZstdException(
          at, "more content than its header's " + header.contentBytes());
    }
    if (header.checksum()) {
      hash.update(window.bytes(), handedOut, window.end());
    }
    if ((blockHeader & 1) != 0) {
      finish(header);
    }
  }

  private void content(int type, int size, int limit, long at) throws IOException {
    switch (type) {
      case RAW -> {
        source.fill(window.bytes(), window.end(), size);
        window.advance(size);
      }
      case RLE -> {
        byte value = (byte) source.u8();
        Arrays.fill(window.bytes(), window.end(), window.end() + size, value);
        window.advance(size);
      }
      case COMPRESSED -> {
        input.reset(size, source.offset());
        source.fill(input.bytes, 0, size);
        decoder.decode(input, window, limit);
      }
      default -> throw new MalformedZstdException(at, "reserved block type 3");
    }
  }

  private void finish(FrameHeader header) throws IOException {
    long at = source.offset();
    if (header.contentBytes() >= 0 && window.produced() != header.contentBytes()) {
      throw new MalformedZstdException(
          at, "content of " + window.produced() + " bytes, header says " + header.contentBytes());
    }
    if (header.checksum()) {
      int stored = (int) source.number(4);
      int computed = (int) hash.digest();
      if (stored != computed) {
        throw new MalformedZstdException(
            at, String.format("checksum stored=0x%08x computed=0x%08x", stored, computed));
      }
    }
    frame = null;
  }
}
