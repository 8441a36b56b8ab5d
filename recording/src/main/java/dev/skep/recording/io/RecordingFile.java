package dev.skep.recording.io;

import dev.skep.engine.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A recording's file, read at offsets. Reads past its end are malformed, never short. */
public final class RecordingFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long size;

  private RecordingFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @throws SourceException when it cannot be opened
   */
  public static RecordingFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new RecordingFile(path, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new SourceException(path + ": no such file", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Its size in bytes when it was opened. */
  public long size() {
    return size;
  }

  /** Reads exactly {@code count} bytes. */
  public void read(long offset, byte[] into, int at, int count) {
    requireRange(offset, count, "data");
    ByteBuffer buffer = ByteBuffer.wrap(into, at, count);
    try {
      long position = offset;
      while (buffer.hasRemaining()) {
        int got = channel.read(buffer, position);
        if (got < 0) {
          throw malformed(position, "the file has shrunk since it was opened: size=" + size);
        }
        position += got;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Fails unless the file holds all of a range. */
  public void requireRange(long offset, long count, String what) {
    if (offset < 0 || count < 0 || offset > size || count > size - offset) {
      throw malformed(
          Math.clamp(offset, 0, size),
          "the recording is cut short: "
              + what
              + " at offset="
              + Long.toUnsignedString(offset)
              + " size="
              + Long.toUnsignedString(count)
              + " does not fit into file size="
              + size);
    }
  }

  /** The bytes from an offset to another, which are at most the file's. */
  public InputStream stream(long from, long to) {
    return new Range(from, Math.min(to, size));
  }

  /** An error at an offset of this file. */
  public MalformedRecordingException malformed(long offset, String what) {
    return new MalformedRecordingException(path, offset, what);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static SourceException unreadable(Path path, IOException cause) {
    return new SourceException(path + ": cannot be read: " + cause.getMessage(), cause);
  }

  private final class Range extends InputStream {
    private final byte[] buffer = new byte[8192];
    private final long end;
    private long next;
    private int at;
    private int filled;

    Range(long from, long end) {
      this.next = from;
      this.end = end;
    }

    private boolean fill() {
      if (at == filled) {
        filled = Math.clamp(end - next, 0, buffer.length);
        RecordingFile.this.read(next, buffer, 0, filled);
        next += filled;
        at = 0;
      }
      return at < filled;
    }

    @Override
    public int read() {
      return fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, into.length);
      if (count == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int taken = Math.min(count, filled - at);
      System.arraycopy(buffer, at, into, offset, taken);
      at += taken;
      return taken;
    }

    @Override
    public long skip(long count) {
      int buffered = Math.clamp(count, 0, filled - at);
      at += buffered;
      long beyond = Math.clamp(count - buffered, 0, end - next);
      next += beyond;
      return buffered + beyond;
    }
  }
}
