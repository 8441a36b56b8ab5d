package dev.skep.recording.tracedat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the recorder lost. Pages say how many events are missing before them; the statistics that
 * the kernel keeps for each CPU also count those after the last page.
 */
final class Losses {
  private static final Pattern LINE = Pattern.compile("(?m)^([a-zA-Z ]+): *(\\d{1,18})\\b");

  private Losses() {}

  static Optional<String> describe(List<CpuStream> streams, List<String> cpuStatistics) {
    TreeMap<Integer, Long> known = new TreeMap<>();
    TreeMap<Integer, Long> counted = new TreeMap<>();
    cpuStatistics.forEach(text -> count(text, counted));
    List<Integer> unknown = new ArrayList<>();
    for (CpuStream stream : streams) {
      known.merge(stream.cpu(), stream.lost(), Long::sum);
      if (stream.lostUnknown()) {
        unknown.add(stream.cpu());
      }
    }
    counted.forEach((cpu, lost) -> known.merge(cpu, lost, Math::max));
    List<String> parts = new ArrayList<>();
    known.forEach((cpu, lost) -> {
      if (lost > 0) {
        parts.add("CPU " + cpu + " lost " + lost + " events");
      } else if (unknown.contains(cpu)) {
        parts.add("CPU " + cpu + " lost events, their number is unknown");
      }
    });
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  private static void count(String statistics, Map<Integer, Long> into) {
    int cpu = -1;
    for (Matcher line = LINE.matcher(statistics); line.find(); ) {
      long value = Long.parseLong(line.group(2));
      switch (line.group(1)) {
        case "CPU" -> cpu = (int) value;
        case "overrun", "commit overrun", "dropped events" -> into.merge(cpu, value, Long::sum);
        default -> {
          // Sizes and times of the buffer say nothing of losses.
        }
      }
    }
  }
}
