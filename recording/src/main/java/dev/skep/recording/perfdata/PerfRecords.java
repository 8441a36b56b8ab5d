package dev.skep.recording.perfdata;

import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.perfdata.PerfHeader.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The records of the data section one after the other: u32 type, u16 misc, u16 size, content. */
final class PerfRecords implements RecordCursor {
  private static final int BUFFER_BYTES = 256 << 10;

  private final RecordingFile file;
  private final Section data;
  private final ByteBuffer buffer;
  private long bufferOffset;
  private int next;
  private int filled;
  private int at;
  private int size;

  PerfRecords(RecordingFile file, Section data, ByteOrder order) {
    this.file = file;
    this.data = data;
    this.buffer = ByteBuffer.allocate(BUFFER_BYTES).order(order);
    this.bufferOffset = data.offset();
  }

  @Override
  public boolean next() {
    if (bufferOffset + next >= data.end()) {
      return false;
    }
    require(HEADER_BYTES);
    at = next;
    size = buffer.getShort(at + 6) & 0xffff;
    if (size < HEADER_BYTES) {
      throw malformed("a record of size=" + size + " is shorter than its header");
    }
    require(size);
    at = next;
    next += size;
    return true;
  }

  private void require(int count) {
    if (filled - next >= count) {
      return;
    }
    bufferOffset += next;
    next = 0;
    at = 0;
    filled = (int) Math.min(BUFFER_BYTES, data.end() - bufferOffset);
    if (filled < count) {
      throw file.malformed(bufferOffset, "the last record exceeds the data: size=" + count);
    }
    file.read(bufferOffset, buffer.array(), 0, filled);
  }

  @Override
  public ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public int at() {
    return at;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public RuntimeException malformed(String what) {
    return file.malformed(bufferOffset + at, what);
  }
}
