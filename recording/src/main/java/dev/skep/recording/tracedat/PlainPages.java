package dev.skep.recording.tracedat;

import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.tracedat.TraceDat.CpuData;

/** Pages as the kernel wrote them, read some at a time. */
final class PlainPages implements Pages {
  private static final int BUFFER_BYTES = 128 << 10;

  private final RecordingFile file;
  private final CpuData data;
  private final int pageBytes;
  private byte[] buffer = new byte[0];
  private long next;
  private int filled;
  private int at;

  PlainPages(RecordingFile file, CpuData data, int pageBytes) {
    this.file = file;
    this.data = data;
    this.pageBytes = pageBytes;
    this.next = data.offset();
    this.at = -pageBytes;
  }

  @Override
  public boolean next() {
    at += pageBytes;
    if (at < filled) {
      return true;
    }
    long left = data.offset() + data.sizeBytes() - next;
    if (left == 0) {
      return false;
    }
    fill(left);
    return true;
  }

  // Whole pages that the file still has come first; then the missing one is the error.
  private void fill(long left) {
    int most = Math.max(1, BUFFER_BYTES / pageBytes) * pageBytes;
    long there = Math.clamp(file.size() - next, 0, Math.min(left, most));
    int count = (int) (there / pageBytes) * pageBytes;
    if (count == 0) {
      file.requireRange(next, pageBytes, "a page of CPU " + data.cpu());
      throw file.malformed(
          next, "data of CPU " + data.cpu() + " end inside a page: pages have bytes=" + pageBytes);
    }
    if (buffer.length < count) {
      buffer = new byte[count];
    }
    file.read(next, buffer, 0, count);
    next += count;
    filled = count;
    at = 0;
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public int at() {
    return at;
  }

  @Override
  public long fileOffset() {
    return next - filled + at;
  }
}
