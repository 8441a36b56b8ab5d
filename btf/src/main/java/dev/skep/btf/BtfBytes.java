package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A section's bytes, read at absolute offsets with bounds that give {@link MalformedBtfException}.
 * A {@link ByteBuffer} and not a memory segment: its accessors need no var handles to be linked,
 * which would cost more than the first look-up itself.
 */
final class BtfBytes {
  private final ByteBuffer data;

  BtfBytes(ByteBuffer data) {
    this.data = data;
  }

  int size() {
    return data.limit();
  }

  ByteOrder order() {
    return data.order();
  }

  int u8(long offset) {
    return data.get(check(offset, 1)) & 0xff;
  }

  int u16(long offset) {
    return data.getShort(check(offset, 2)) & 0xffff;
  }

  int s32(long offset) {
    return data.getInt(check(offset, 4));
  }

  long u32(long offset) {
    return data.getInt(check(offset, 4)) & 0xffff_ffffL;
  }

  /** The NUL-terminated string at {@code offset}, whose terminator lies before {@code end}. */
  String string(int offset, int end) {
    int stop = endOfString(offset, end);
    byte[] bytes = new byte[stop - offset];
    data.get(offset, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** FNV-1a over the bytes of the string at {@code offset}. */
  int hashOfString(int offset, int end) {
    int hash = HASH_START;
    for (int at = offset; at < end; at++) {
      byte value = data.get(at);
      if (value == 0) {
        return hash;
      }
      hash = hash(hash, value);
    }
    throw unterminated(offset);
  }

  static int hashOf(byte[] bytes) {
    int hash = HASH_START;
    for (byte value : bytes) {
      hash = hash(hash, value);
    }
    return hash;
  }

  private static final int HASH_START = 0x811c9dc5;

  private static int hash(int hash, byte value) {
    return (hash ^ (value & 0xff)) * 0x01000193;
  }

  /** Whether the string at {@code offset} has exactly these bytes. */
  boolean stringEquals(int offset, int end, byte[] expected) {
    if (expected.length >= end - offset || data.get(offset + expected.length) != 0) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (data.get(offset + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  byte[] copy(int offset, int length) {
    byte[] bytes = new byte[length];
    data.get(offset, bytes);
    return bytes;
  }

  int endOfString(int offset, int end) {
    for (int at = offset; at < end; at++) {
      if (data.get(at) == 0) {
        return at;
      }
    }
    throw unterminated(offset);
  }

  private static MalformedBtfException unterminated(int offset) {
    return new MalformedBtfException(offset, "string without a terminating NUL");
  }

  private int check(long offset, int length) {
    if (offset < 0 || offset + length > data.limit()) {
      throw new MalformedBtfException(
          offset, "needs " + length + " bytes, but the section ends at " + data.limit());
    }
    return (int) offset;
  }
}
