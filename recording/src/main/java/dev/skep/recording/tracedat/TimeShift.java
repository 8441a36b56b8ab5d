package dev.skep.recording.tracedat;

import dev.skep.recording.io.RecordingInput;
import java.util.ArrayList;
import java.util.List;

/**
 * How a guest's time stamps become its host's: samples of the difference for each CPU
 * (trace-cmd.dat.v7(5), TIME_SHIFT).
 *
 * @param interpolate whether differences between two samples lie on a line
 * @param cpus each CPU's samples in the order of time, no two at the same time
 */
record TimeShift(boolean interpolate, List<Sample[]> cpus) {
  private static final int INTERPOLATE = 1;

  /**
   * A measured difference.
   *
   * @param offset what to add to a time that was scaled by {@code scaling >> fraction}
   */
  record Sample(long time, long offset, long scaling, long fraction) {}

  static TimeShift read(RecordingInput data, int sizeBytes) {
    data.skip(8, "the peer's id");
    long flags = data.u32();
    long count = data.u32();
    long left = sizeBytes - 16L;
    List<long[][]> columns = new ArrayList<>();
    long samples = 0;
    for (long cpu = 0; cpu < count; cpu++) {
      long each = data.u32();
      left -= 4 + 24 * each;
      if (left < 0) {
        throw data.malformed("samples=" + each + " of time shifts do not fit into the option");
      }
      samples += each;
      columns.add(
          new long[][] {
            column(data, each), column(data, each), column(data, each), new long[(int) each]
          });
    }
    if (left >= 8 * samples) {
      columns.forEach(cpu -> cpu[3] = column(data, cpu[3].length));
    }
    return new TimeShift(
        (flags & INTERPOLATE) != 0, columns.stream().map(TimeShift::samples).toList());
  }

  private static long[] column(RecordingInput data, long count) {
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.u64();
    }
    return values;
  }

  private static Sample[] samples(long[][] columns) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < columns[0].length; i++) {
      samples.add(new Sample(columns[0][i], columns[1][i], columns[2][i], columns[3][i]));
    }
    samples.sort((left, right) -> Long.compareUnsigned(left.time(), right.time()));
    List<Sample> distinct = new ArrayList<>();
    for (Sample sample : samples) {
      if (distinct.isEmpty() || distinct.getLast().time() != sample.time()) {
        distinct.add(sample);
      }
    }
    return distinct.toArray(Sample[]::new);
  }

  /** The host's time of a guest's time stamp. */
  long apply(int cpu, long time) {
    if (cpu >= cpus.size() || cpus.get(cpu).length == 0) {
      return time;
    }
    Sample[] samples = cpus.get(cpu);
    if (samples.length == 1) {
      return time + samples[0].offset();
    }
    int low = 0;
    int high = samples.length - 2;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(samples[middle].time(), time) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return correct(time, samples[low], samples[low + 1]);
  }

  private long correct(long time, Sample before, Sample after) {
    long offset = before.offset();
    if (interpolate) {
      long span = after.time() - before.time();
      long part = (time - before.time()) * (after.offset() - before.offset());
      offset += (part + span / 2) / span;
    }
    return ((time * before.scaling()) >>> before.fraction()) + offset;
  }
}
