package dev.skep.recording.perfdata;

import java.nio.ByteBuffer;

/**
 * Finds the parts of a sample and of the identification at the end of other records, whose order
 * linux/perf_event.h gives at PERF_RECORD_SAMPLE and struct sample_id.
 */
final class SampleLayout {
  private static final int IP = 1;
  private static final int TID = 1 << 1;
  private static final int TIME = 1 << 2;
  private static final int ADDR = 1 << 3;
  private static final int READ = 1 << 4;
  private static final int CALLCHAIN = 1 << 5;
  private static final int ID = 1 << 6;
  private static final int CPU = 1 << 7;
  private static final int PERIOD = 1 << 8;
  private static final int STREAM_ID = 1 << 9;
  private static final int RAW = 1 << 10;
  private static final int IDENTIFIER = 1 << 16;

  private static final int READ_ENABLED = 1;
  private static final int READ_RUNNING = 1 << 1;
  private static final int READ_ID = 1 << 2;
  private static final int READ_GROUP = 1 << 3;
  private static final int READ_LOST = 1 << 4;

  private final long type;
  private final long readFormat;
  private final boolean idAll;

  long time;
  int pid;
  int cpu;
  int rawOffset;
  int rawSize;

  SampleLayout(PerfEvent event) {
    this.type = event.sampleType();
    this.readFormat = event.readFormat();
    this.idAll = event.sampleIdAll();
  }

  /** Whether samples say enough to be replayed: when, where, and the raw record. */
  boolean isComplete() {
    return has(TIME) && has(CPU) && has(RAW);
  }

  /** Whether each sample starts with the identifier of its event. */
  static boolean startsWithIdentifier(long sampleType) {
    return (sampleType & IDENTIFIER) != 0;
  }

  private boolean has(int part) {
    return (type & part) != 0;
  }

  /**
   * Finds the parts of a sample from one position to another.
   *
   * @return null, or what is wrong
   */
  @org.jspecify.annotations.Nullable
  String locate(ByteBuffer record, int from, int to) {
    int at = from + words(IDENTIFIER) + words(IP);
    int tidAt = at;
    at += words(TID);
    int timeAt = at;
    at += words(TIME) + words(ADDR) + words(ID) + words(STREAM_ID);
    int cpuAt = at;
    at += words(CPU) + words(PERIOD);
    if (at > to) {
      return "a sample of size=" + (to - from) + " is shorter than its parts";
    }
    time = has(TIME) ? record.getLong(timeAt) : 0;
    pid = has(TID) ? record.getInt(tidAt) : 0;
    cpu = has(CPU) ? record.getInt(cpuAt) : 0;
    long next = skipCallChain(record, skipRead(record, at, to), to);
    if (next < 0 || next > to - 4) {
      return "a sample's values or call chain exceed it";
    }
    rawOffset = (int) next + 4;
    rawSize = has(RAW) ? record.getInt((int) next) : 0;
    return rawSize < 0 || rawSize > to - rawOffset
        ? "raw data of size=" + Integer.toUnsignedString(rawSize) + " exceed their sample"
        : null;
  }

  private int words(int part) {
    return has(part) ? 8 : 0;
  }

  private long skipRead(ByteBuffer record, int at, int to) {
    if (!has(READ)) {
      return at;
    }
    int times = (reads(READ_ENABLED) ? 8 : 0) + (reads(READ_RUNNING) ? 8 : 0);
    long each = 8L + (reads(READ_ID) ? 8 : 0) + (reads(READ_LOST) ? 8 : 0);
    if (!reads(READ_GROUP)) {
      return at + times + each;
    }
    if (at > to - 8) {
      return -1;
    }
    long count = record.getLong(at);
    return count < 0 || count > to ? -1 : at + 8 + times + count * each;
  }

  private boolean reads(int part) {
    return (readFormat & part) != 0;
  }

  private long skipCallChain(ByteBuffer record, long at, int to) {
    if (!has(CALLCHAIN) || at < 0) {
      return at;
    }
    if (at > to - 8) {
      return -1;
    }
    long count = record.getLong((int) at);
    return count < 0 || count > to ? -1 : at + 8 + count * 8;
  }

  /** The time at the end of a record that is no sample, or 0 where it has none. */
  long trailingTime(ByteBuffer record, int from, int to) {
    int after = words(ID) + words(STREAM_ID) + words(CPU) + words(IDENTIFIER);
    int at = to - after - 8;
    return idAll && has(TIME) && at >= from ? record.getLong(at) : 0;
  }

  /** The CPU there, or -1. */
  int trailingCpu(ByteBuffer record, int from, int to) {
    int at = to - words(IDENTIFIER) - 8;
    return idAll && has(CPU) && at >= from ? record.getInt(at) : -1;
  }
}
