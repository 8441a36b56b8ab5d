package dev.skep.recording.tracedat;

import dev.skep.recording.tracedat.Options.Tsc;
import org.jspecify.annotations.Nullable;

/** From a page's time stamps to nanoseconds: a guest's shift, the counter's rate, an offset. */
final class RecordedTime {
  private final @Nullable TimeShift shift;
  private final @Nullable Tsc tsc;
  private final long offsetNanos;

  RecordedTime(Options options) {
    this.shift = options.timeShift().orElse(null);
    this.tsc = options.tsc().orElse(null);
    this.offsetNanos = options.offsetNanos();
  }

  long nanos(int cpu, long stamp) {
    long time = shift == null ? stamp : shift.apply(cpu, stamp);
    if (tsc != null) {
      time = scale(time, tsc.multiplier(), tsc.shift());
    }
    return time + offsetNanos;
  }

  private static long scale(long count, long multiplier, int shift) {
    long low = count * multiplier;
    if (shift == 0) {
      return low;
    }
    long high = Math.unsignedMultiplyHigh(count, multiplier);
    return (low >>> shift) | (high << (64 - shift));
  }
}
