package dev.skep.recording.tracedat;

import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.record.TypeSet;
import dev.skep.recording.ring.PageLayout;
import dev.skep.recording.ring.RingPage;
import java.nio.ByteOrder;

/** The records of one CPU, those that nobody wants left out. */
final class CpuStream {
  /** common_type, common_flags, common_preempt_count and common_pid. */
  private static final int COMMON_BYTES = 8;

  private final RecordingFile file;
  private final int cpu;
  private final Pages pages;
  private final int pageBytes;
  private final RingPage page;
  private final boolean bigEndian;
  private final RecordedTime time;
  private final TypeSet wanted;
  private long nanos;
  private int type;
  private long lost;
  private boolean lostUnknown;

  CpuStream(
      RecordingFile file,
      int cpu,
      Pages pages,
      int pageBytes,
      PageLayout layout,
      RecordedTime time,
      TypeSet wanted) {
    this.file = file;
    this.cpu = cpu;
    this.pages = pages;
    this.pageBytes = pageBytes;
    this.page = new RingPage(layout);
    this.bigEndian = layout.order() == ByteOrder.BIG_ENDIAN;
    this.time = time;
    this.wanted = wanted;
  }

  int cpu() {
    return cpu;
  }

  long nanos() {
    return nanos;
  }

  /** The record's common_type. */
  int type() {
    return type;
  }

  byte[] bytes() {
    return pages.bytes();
  }

  int recordOffset() {
    return page.recordOffset();
  }

  int recordSize() {
    return page.recordSize();
  }

  /** Events that the kernel lost as far as their number is known. */
  long lost() {
    return lost;
  }

  /** Whether it lost events without saying how many. */
  boolean lostUnknown() {
    return lostUnknown;
  }

  /** Moves to the next wanted record; false at the end. */
  boolean next() {
    while (true) {
      while (page.next()) {
        if (page.recordSize() < COMMON_BYTES) {
          throw malformed("a record of size=" + page.recordSize() + " has no common fields");
        }
        type = readType(pages.bytes(), page.recordOffset());
        if (wanted.contains(type)) {
          nanos = time.nanos(cpu, page.time());
          return true;
        }
      }
      String fault = page.fault();
      if (fault != null) {
        throw malformed(fault);
      }
      if (!pages.next()) {
        return false;
      }
      startPage();
    }
  }

  private void startPage() {
    page.reset(pages.bytes(), pages.at(), pageBytes);
    if (page.lost() < 0) {
      lostUnknown = true;
    } else {
      lost += page.lost();
    }
  }

  private int readType(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return bigEndian ? (first << 8) | second : (second << 8) | first;
  }

  private RuntimeException malformed(String what) {
    String where = " (CPU " + cpu + ", byte " + page.position() + " of the page)";
    return file.malformed(pages.fileOffset(), what + where);
  }
}
