package dev.skep.recording.io;

import dev.skep.recording.zstd.MalformedZstdException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/**
 * Numbers and strings read one after the other from a part of a recording, which may be compressed.
 * Sizes that the file declares are never allocated before as many bytes were there.
 */
public final class RecordingInput {
  private static final int MAX_STRING_BYTES = 1 << 16;

  private final RecordingFile file;
  private final InputStream stream;
  private final ByteOrder order;
  private final long start;
  private final boolean compressed;
  private long position;

  private RecordingInput(
      RecordingFile file, InputStream stream, ByteOrder order, long start, boolean compressed) {
    this.file = file;
    this.stream = stream;
    this.order = order;
    this.start = start;
    this.compressed = compressed;
  }

  /** The file's own bytes from an offset to another. */
  public static RecordingInput of(RecordingFile file, ByteOrder order, long from, long to) {
    file.requireRange(from, 0, "data");
    return new RecordingInput(file, file.stream(from, to), order, from, false);
  }

  /** What {@code stream} decompresses from the file at an offset. */
  public static RecordingInput decompressed(
      RecordingFile file, InputStream stream, ByteOrder order, long start) {
    return new RecordingInput(file, stream, order, start, true);
  }

  /** Bytes that were just read from this input, as an input of their own. */
  public RecordingInput part(byte[] lastRead) {
    return new RecordingInput(
        file,
        new ByteArrayInputStream(lastRead),
        order,
        compressed ? start : offset() - lastRead.length,
        compressed);
  }

  /** The file. */
  public RecordingFile file() {
    return file;
  }

  /** The byte order of numbers. */
  public ByteOrder order() {
    return order;
  }

  /** The file's offset of the next byte; where the data are compressed, that of their start. */
  public long offset() {
    return compressed ? start : start + position;
  }

  /** The same bytes with numbers of another order. */
  public RecordingInput withOrder(ByteOrder other) {
    RecordingInput copy = new RecordingInput(file, stream, other, start, compressed);
    copy.position = position;
    return copy;
  }

  /** An unsigned byte. */
  public int u8() {
    return (int) number(1);
  }

  /** An unsigned 16-bit number. */
  public int u16() {
    return (int) number(2);
  }

  /** An unsigned 32-bit number. */
  public long u32() {
    return number(4);
  }

  /** 64 bits. */
  public long u64() {
    return number(8);
  }

  private long number(int sizeBytes) {
    byte[] bytes = bytes(sizeBytes, "a number");
    long value = 0;
    for (int i = 0; i < sizeBytes; i++) {
      int at = order == ByteOrder.BIG_ENDIAN ? i : sizeBytes - 1 - i;
      value = (value << 8) | (bytes[at] & 0xff);
    }
    return value;
  }

  /** Bytes up to a zero, which is taken too, as ISO-8859-1. */
  public String string() {
    StringBuilder text = new StringBuilder();
    for (int value = u8(); value != 0; value = u8()) {
      text.append((char) value);
      if (text.length() > MAX_STRING_BYTES) {
        throw malformed("a string does not end within " + MAX_STRING_BYTES + " bytes");
      }
    }
    return text.toString();
  }

  /**
   * Text of a declared size, as ISO-8859-1, without trailing zeros.
   *
   * @param limit the largest size that this kind of text may have
   */
  public String text(long sizeBytes, int limit, String what) {
    String text = new String(sized(sizeBytes, limit, what), StandardCharsets.ISO_8859_1);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  /** Bytes of a declared size that must not be above a limit. */
  public byte[] sized(long sizeBytes, int limit, String what) {
    if (sizeBytes < 0 || sizeBytes > limit) {
      throw malformed(
          what + " of size=" + Long.toUnsignedString(sizeBytes) + " is above the limit " + limit);
    }
    return bytes((int) sizeBytes, what);
  }

  private byte[] bytes(int sizeBytes, String what) {
    try {
      byte[] bytes = stream.readNBytes(sizeBytes);
      if (bytes.length < sizeBytes) {
        throw cutShort(what, sizeBytes, bytes.length);
      }
      position += sizeBytes;
      return bytes;
    } catch (IOException e) {
      throw failed(file, start, e);
    }
  }

  /** Passes over bytes of a declared size. */
  public void skip(long sizeBytes, String what) {
    if (sizeBytes < 0) {
      throw malformed(
          what + " of size=" + Long.toUnsignedString(sizeBytes) + " is above any limit");
    }
    try {
      long skipped = 0;
      while (skipped < sizeBytes) {
        long step = stream.skip(sizeBytes - skipped);
        if (step <= 0) {
          if (stream.read() < 0) {
            throw cutShort(what, sizeBytes, skipped);
          }
          step = 1;
        }
        skipped += step;
      }
      position += sizeBytes;
    } catch (IOException e) {
      throw failed(file, start, e);
    }
  }

  private MalformedRecordingException cutShort(String what, long needed, long had) {
    return malformed(
        "the recording is cut short: " + what + " needs bytes=" + needed + ", there are " + had);
  }

  /** The error for a failed read of data that start at an offset and may be compressed. */
  public static RuntimeException failed(RecordingFile file, long start, IOException e) {
    return switch (e) {
      case MalformedZstdException zstd ->
          file.malformed(start + zstd.offset(), "damaged zstd data: " + zstd.what());
      case ZipException zip -> file.malformed(start, "damaged zlib data: " + zip.getMessage());
      case EOFException _ -> file.malformed(start, "zlib data are cut short");
      default -> RecordingFile.unreadable(file.path(), e);
    };
  }

  /** An error at the next byte. */
  public MalformedRecordingException malformed(String what) {
    String inside = compressed ? " (" + position + " bytes into the decompressed section)" : "";
    return file.malformed(offset(), what + inside);
  }
}
