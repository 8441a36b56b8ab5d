package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes that grow as they are written, in one byte order. */
final class ByteSink {
  private ByteBuffer buffer;

  ByteSink(ByteOrder order) {
    buffer = ByteBuffer.allocate(1024).order(order);
  }

  void u8(int value) {
    room(1).put((byte) value);
  }

  void u16(int value) {
    room(2).putShort((short) value);
  }

  /** Writes the lower 32 bits. */
  void u32(long value) {
    room(4).putInt((int) value);
  }

  void bytes(byte[] bytes) {
    room(bytes.length).put(bytes);
  }

  void bytes(ByteSink other) {
    bytes(other.toBytes());
  }

  void setU32(int offset, long value) {
    buffer.putInt(offset, (int) value);
  }

  int size() {
    return buffer.position();
  }

  byte[] toBytes() {
    byte[] bytes = new byte[size()];
    buffer.get(0, bytes);
    return bytes;
  }

  private ByteBuffer room(int length) {
    if (buffer.remaining() < length) {
      int capacity = Math.max(buffer.capacity() * 2, size() + length);
      ByteBuffer larger = ByteBuffer.allocate(capacity).order(buffer.order());
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
