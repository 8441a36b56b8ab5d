package dev.skep.recording.perfdata;

import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.io.RecordingInput;
import java.nio.ByteOrder;

/**
 * One event that perf recorded: what of struct perf_event_attr (linux/perf_event.h) says how its
 * records read.
 *
 * @param type PERF_TYPE_TRACEPOINT is 2
 * @param sampleType the parts of a sample
 * @param readFormat the parts of a counter's value in a sample
 * @param sampleIdAll whether records other than samples end in the same identification
 * @param clockName the clock of the time stamps
 * @param ids identifiers of its counters
 */
record PerfEvent(
    int type, long sampleType, long readFormat, boolean sampleIdAll, String clockName, long[] ids) {
  static final int TYPE_TRACEPOINT = 2;
  private static final int FLAG_SAMPLE_ID_ALL = 18;
  private static final int FLAG_USE_CLOCKID = 25;
  private static final int CLOCK_ID_OFFSET = 92;
  private static final int FIXED_BYTES = 48;
  private static final int MAX_IDS_BYTES = 16 << 20;

  static PerfEvent read(RecordingFile file, RecordingInput input, int attributeBytes) {
    int type = (int) input.u32();
    input.skip(4 + 8 + 8, "an attribute");
    long sampleType = input.u64();
    long readFormat = input.u64();
    long flags = input.u64();
    int clock = -1;
    if (attributeBytes >= CLOCK_ID_OFFSET + 4) {
      input.skip(CLOCK_ID_OFFSET - FIXED_BYTES, "an attribute");
      clock = (int) input.u32();
      input.skip(attributeBytes - CLOCK_ID_OFFSET - 4L, "an attribute");
    } else {
      input.skip(attributeBytes - (long) FIXED_BYTES, "an attribute");
    }
    long idsOffset = input.u64();
    long idsBytes = input.u64();
    file.requireRange(idsOffset, idsBytes, "identifiers of an event");
    if (idsBytes > MAX_IDS_BYTES) {
      throw input.malformed("identifiers of size=" + idsBytes + " are above the limit");
    }
    RecordingInput at = RecordingInput.of(file, input.order(), idsOffset, idsOffset + idsBytes);
    long[] ids = new long[(int) (idsBytes / 8)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = at.u64();
    }
    boolean ownClock = flag(flags, FLAG_USE_CLOCKID, input.order());
    return new PerfEvent(
        type,
        sampleType,
        readFormat,
        flag(flags, FLAG_SAMPLE_ID_ALL, input.order()),
        ownClock ? clockName(clock) : "perf",
        ids);
  }

  /** Bit fields start at the low end on little-endian machines, at the high end on the others. */
  private static boolean flag(long flags, int bit, ByteOrder order) {
    int shift = order == ByteOrder.BIG_ENDIAN ? 63 - bit : bit;
    return ((flags >>> shift) & 1) != 0;
  }

  /** Named as tracefs' trace_clock names the same clocks. */
  private static String clockName(int clockId) {
    return switch (clockId) {
      case 0 -> "realtime";
      case 1 -> "mono";
      case 4 -> "mono_raw";
      case 7 -> "boot";
      case 11 -> "tai";
      default -> "clock " + clockId;
    };
  }
}
