package dev.skep.recording.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of one compressed block and how far they are read. The array is longer than the block
 * by {@link #PADDING}, so that eight bytes can be loaded at any position in it.
 */
final class BlockInput {
  static final int PADDING = 8;
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] bytes;
  int position;
  int end;
  private long baseOffset;

  BlockInput(int capacity) {
    this.bytes = new byte[capacity + PADDING];
  }

  /** Starts on a block of the given size that lies {@code baseOffset} bytes into the stream. */
  void reset(int sizeBytes, long baseOffset) {
    this.position = 0;
    this.end = sizeBytes;
    this.baseOffset = baseOffset;
  }

  int remaining() {
    return end - position;
  }

  int u8() throws MalformedZstdException {
    need(1);
    return bytes[position++] & 0xff;
  }

  /** An unsigned little-endian number of one to five bytes. */
  long number(int sizeBytes) throws MalformedZstdException {
    need(sizeBytes);
    long value = 0;
    for (int i = 0; i < sizeBytes; i++) {
      value |= (bytes[position + i] & 0xffL) << (8 * i);
    }
    position += sizeBytes;
    return value;
  }

  void need(int sizeBytes) throws MalformedZstdException {
    if (sizeBytes > remaining()) {
      throw malformed("block ends too early: needs " + sizeBytes + " bytes, has " + remaining());
    }
  }

  MalformedZstdException malformed(String what) {
    return malformed(position, what);
  }

  MalformedZstdException malformed(int at, String what) {
    return new MalformedZstdException(baseOffset + at, what);
  }
}
