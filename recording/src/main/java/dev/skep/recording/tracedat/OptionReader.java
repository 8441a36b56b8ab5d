package dev.skep.recording.tracedat;

import dev.skep.recording.io.RecordingInput;
import dev.skep.recording.tracedat.TraceDat.CpuData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options one after the other: u16 id, u32 size, data. What a version does not know is skipped. */
final class OptionReader {
  private static final int DONE = 0;
  private static final int DATE = 1;
  private static final int CPUSTAT = 2;
  static final int BUFFER = 3;
  private static final int TRACECLOCK = 4;
  private static final int UNAME = 5;
  private static final int OFFSET = 7;
  private static final int CPUCOUNT = 8;
  private static final int RECORDER_VERSION = 9;
  private static final int TIME_SHIFT = 12;
  private static final int TSC2NSEC = 14;
  static final int HEADER_INFO = 16;
  static final int FTRACE_EVENTS = 17;
  static final int EVENT_FORMATS = 18;
  private static final int KALLSYMS = 19;
  private static final int PRINTK = 20;
  static final int COMMAND_LINES = 21;
  private static final int BUFFER_TEXT = 22;

  private static final int MAX_OPTION_BYTES = 16 << 20;
  private static final int MAX_CPUS = 1 << 16;

  private final int version;
  private final Options.Builder facts = new Options.Builder();
  private final List<Instance> instances = new ArrayList<>();
  private final Map<Integer, Long> sections = new HashMap<>();
  private boolean clockFollows;
  private int cpuCount;
  private long nextSection;

  /** A buffer as its option describes it; version 6 says only where and what name. */
  record Instance(String name, String clock, long offset, int pageBytes, List<CpuData> cpus) {}

  OptionReader(int version) {
    this.version = version;
  }

  Options facts() {
    return facts.build();
  }

  List<Instance> instances() {
    return instances;
  }

  /** Where sections are, by the id of option and section. */
  Map<Integer, Long> sections() {
    return sections;
  }

  /** Whether version 6 writes the clock's name behind the table of CPUs. */
  boolean clockFollows() {
    return clockFollows;
  }

  int cpuCount() {
    return cpuCount;
  }

  /** Where the options go on, once; 0 for nowhere. */
  long takeNextSection() {
    long next = nextSection;
    nextSection = 0;
    return next;
  }

  void cpuCount(RecordingInput at, long count) {
    if (count > MAX_CPUS) {
      throw at.malformed("cpus=" + count + " is above the limit " + MAX_CPUS);
    }
    cpuCount = (int) count;
  }

  void clock(String text) {
    facts.clock(text);
  }

  /** Reads one option; false when it was the last of its section. */
  boolean readOne(RecordingInput input) {
    int id = input.u16();
    if (id == DONE && version == 6) {
      return false;
    }
    long size = input.u32();
    byte[] bytes = input.sized(size, MAX_OPTION_BYTES, "option " + id);
    RecordingInput data = input.part(bytes);
    if (id == DONE) {
      nextSection = data.u64();
      return false;
    }
    take(id, data, bytes.length);
    return true;
  }

  private void take(int id, RecordingInput data, int size) {
    switch (id) {
      case DATE -> facts.date(data, text(data, size));
      case CPUSTAT -> facts.cpuStatistics(text(data, size));
      case BUFFER -> instances.add(buffer(data));
      case TRACECLOCK -> {
        clockFollows = version == 6;
        facts.clock(text(data, size));
      }
      case UNAME -> facts.uname(text(data, size));
      case OFFSET -> facts.offset(data, text(data, size));
      case CPUCOUNT -> {
        if (size == 4) {
          cpuCount(data, data.u32());
        }
      }
      case RECORDER_VERSION -> facts.recorder(text(data, size));
      case TIME_SHIFT -> facts.timeShift(TimeShift.read(data, size));
      case TSC2NSEC -> facts.tsc(data, data.u32(), data.u32());
      case HEADER_INFO, FTRACE_EVENTS, EVENT_FORMATS, KALLSYMS, PRINTK, COMMAND_LINES ->
          sections.put(id, data.u64());
      case BUFFER_TEXT ->
          throw data.malformed("a latency trace holds text, not records; record events instead");
      default -> {
        // Hooks, process maps, guests, the session's id and later options: no record needs them.
      }
    }
  }

  private static String text(RecordingInput data, int size) {
    return data.text(size, MAX_OPTION_BYTES, "an option");
  }

  private Instance buffer(RecordingInput data) {
    long offset = data.u64();
    String name = data.string();
    if (version == 6) {
      return new Instance(name, "", offset, 0, List.of());
    }
    String clock = data.string();
    int pageBytes = TraceDat.pageBytes(data, data.u32());
    long count = data.u32();
    List<CpuData> cpus = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long cpu = data.u32();
      if (cpu >= MAX_CPUS) {
        throw data.malformed("cpu=" + cpu + " is above the limit " + MAX_CPUS);
      }
      cpus.add(new CpuData((int) cpu, data.u64(), data.u64()));
    }
    return new Instance(name, clock, offset, pageBytes, cpus);
  }
}
