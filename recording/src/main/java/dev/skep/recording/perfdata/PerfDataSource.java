package dev.skep.recording.perfdata;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.SourceException;
import dev.skep.engine.TracepointFormat;
import dev.skep.recording.catalog.RecordingCatalog;
import dev.skep.recording.formats.Metadata;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.record.NativeOrder;
import dev.skep.recording.record.RecordFlyweight;
import dev.skep.recording.record.TypeSet;
import dev.skep.recording.task.TaskTracker;
import dev.skep.recording.task.Tasks;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A perf.data file as a source: the raw records of its tracepoint samples by time. Memory holds
 * what perf wrote in two of its rounds. Records come in native byte order.
 */
public final class PerfDataSource implements EventSource {
  private static final int RECORD_LOST = 2;
  private static final int RECORD_COMM = 3;
  private static final int RECORD_FORK = 7;
  private static final int RECORD_SAMPLE = 9;
  private static final int RECORD_LOST_SAMPLES = 13;
  private static final int RECORD_FINISHED_ROUND = 68;
  private static final int RECORD_COMPRESSED = 81;
  private static final int RECORD_COMPRESSED_2 = 83;
  private static final int COMMON_BYTES = 8;
  private static final int MAX_RAW_BYTES = 1 << 16;

  private final RecordingFile file;
  private final PerfHeader header;
  private final Samples samples;
  private final RecordingCatalog catalog;
  private final int cpus;
  private final Arena arena = Arena.ofShared();
  private final Tasks tasks = new Tasks();
  private final TaskTracker tracker;
  private final TypeSet delivered = new TypeSet();
  private final TypeSet decoded = new TypeSet();
  private final Map<Integer, NativeOrder> conversions = new HashMap<>();
  private final RecordFlyweight record;
  private final PerfRecords records;
  private final InflatedRecords inflated;
  private final ReorderBuffer waiting = new ReorderBuffer();
  private long latest;
  private long roundEnd;
  private long flushed;
  private boolean ended;
  private boolean loaded;
  private long lost;

  private PerfDataSource(
      RecordingFile file, PerfHeader header, Samples samples, Metadata metadata, int cpus) {
    this.file = file;
    this.header = header;
    this.samples = samples;
    this.cpus = cpus;
    this.catalog = new RecordingCatalog(metadata.formats(), file.path().toString());
    this.tracker = new TaskTracker(tasks, metadata.formats());
    tasks.nameAll(metadata.commandLines());
    if (header.order() != ByteOrder.nativeOrder()) {
      for (TracepointFormat format : metadata.formats()) {
        conversions.put(format.id(), new NativeOrder(format, metadata.layout().commitBytes()));
      }
    }
    this.record = new RecordFlyweight(tasks, arena, MAX_RAW_BYTES);
    this.records = new PerfRecords(file, header.data(), header.order());
    this.inflated = new InflatedRecords(records, header.order());
  }

  /** Whether a file that starts with these bytes is a perf.data. */
  public static boolean recognises(byte[] start) {
    return PerfHeader.hasMagic(start);
  }

  /**
   * Opens a perf.data. The source closes the file; where this fails, the caller does.
   *
   * @throws SourceException when its header is damaged or it holds no tracepoints
   */
  public static PerfDataSource open(RecordingFile file) {
    PerfHeader header = PerfHeader.read(file);
    Samples samples = Samples.of(file, header.events());
    Metadata metadata = TracingData.read(file, header);
    return new PerfDataSource(file, header, samples, metadata, TracingData.cpus(file, header));
  }

  @Override
  public ProbeCatalog catalog() {
    return catalog;
  }

  @Override
  public String clockName() {
    return samples.clockName();
  }

  @Override
  public int cpus() {
    return cpus;
  }

  @Override
  public void select(Set<Integer> tracepointIds) {
    delivered.restrict(tracepointIds);
    decoded.restrict(tracepointIds, tracker.types());
  }

  @Override
  public @Nullable EventRecord next() {
    if (loaded) {
      loaded = false;
      tracker.after(record.tracepointId(), record.tid(), record.data());
    }
    while (true) {
      while (!ended && (waiting.isEmpty() || isAfter(waiting.time(), flushed))) {
        readRecord();
      }
      if (waiting.isEmpty()) {
        return null;
      }
      boolean deliver = takeEarliest();
      waiting.remove();
      if (deliver) {
        loaded = true;
        return record;
      }
    }
  }

  private static boolean isAfter(long left, long right) {
    return Long.compareUnsigned(left, right) > 0;
  }

  /** Reads one record of the file; what has a time waits until its round is over. */
  private void readRecord() {
    if (!records.next()) {
      if (inflated.incomplete() > 0) {
        throw records.malformed("compressed records end inside a record or a block");
      }
      ended = true;
      return;
    }
    switch (records.type()) {
      case RECORD_COMPRESSED -> inflate(records.from());
      // A size of the data without padding stands before them.
      case RECORD_COMPRESSED_2 -> inflate(records.from() + 8);
      default -> take(records);
    }
  }

  private void inflate(int from) {
    int to = records.to();
    if (records.type() == RECORD_COMPRESSED_2) {
      long size = from <= to ? records.buffer().getLong(from - 8) : -1;
      if (size < 0 || size > to - from) {
        throw records.malformed("compressed data of size=" + size + " exceed their record");
      }
      to = from + (int) size;
    }
    inflated.add(from, to);
    while (inflated.next()) {
      take(inflated);
    }
  }

  private void take(RecordCursor cursor) {
    ByteBuffer buffer = cursor.buffer();
    int from = cursor.from();
    int to = cursor.to();
    switch (cursor.type()) {
      case RECORD_SAMPLE -> sample(cursor);
      case RECORD_COMM, RECORD_FORK -> {
        if (to - from < 16) {
          throw cursor.malformed("a record of a task has size=" + cursor.size());
        }
        hold(cursor, samples.any().trailingTime(buffer, from, to));
      }
      case RECORD_LOST -> lost += count(cursor, from + 8);
      case RECORD_LOST_SAMPLES -> lost += count(cursor, from);
      // What came before the round before this one ended can have nothing before it any more.
      case RECORD_FINISHED_ROUND -> {
        flushed = roundEnd;
        roundEnd = latest;
      }
      default -> {
        // Mappings, throttling, auxiliary data: no tracepoint needs them.
      }
    }
  }

  private static long count(RecordCursor cursor, int at) {
    if (at > cursor.to() - 8) {
      throw cursor.malformed("a record of losses has size=" + cursor.size());
    }
    return cursor.buffer().getLong(at);
  }

  private void sample(RecordCursor cursor) {
    ByteBuffer buffer = cursor.buffer();
    SampleLayout layout = samples.layout(buffer, cursor.from(), cursor.to());
    if (layout == null) {
      return;
    }
    String fault = layout.locate(buffer, cursor.from(), cursor.to());
    if (fault != null) {
      throw cursor.malformed(fault);
    }
    if (layout.rawSize < COMMON_BYTES) {
      throw cursor.malformed("raw data of size=" + layout.rawSize + " have no common fields");
    }
    if (decoded.contains(buffer.getShort(layout.rawOffset) & 0xffff)) {
      hold(cursor, layout.time);
    }
  }

  private void hold(RecordCursor cursor, long time) {
    if (isAfter(time, latest)) {
      latest = time;
    }
    if (!waiting.add(time, cursor.buffer().array(), cursor.at(), cursor.size())) {
      throw cursor.malformed(
          "more than " + ReorderBuffer.MAX_BYTES + " bytes of records without the end of a round");
    }
  }

  /** Takes the earliest record; whether it is to be delivered. */
  private boolean takeEarliest() {
    ByteBuffer buffer = ByteBuffer.wrap(waiting.bytes()).order(header.order());
    int at = waiting.offset();
    int from = at + RecordCursor.HEADER_BYTES;
    int to = at + waiting.size();
    return switch (buffer.getInt(at)) {
      case RECORD_COMM -> {
        int thread = buffer.getInt(from + 4);
        tasks.process(thread, buffer.getInt(from));
        tasks.name(thread, waiting.bytes(), from + 8, to);
        yield false;
      }
      case RECORD_FORK -> {
        tasks.process(buffer.getInt(from + 8), buffer.getInt(from));
        yield false;
      }
      default -> load(buffer, from, to);
    };
  }

  private boolean load(ByteBuffer buffer, int from, int to) {
    SampleLayout layout = samples.layout(buffer, from, to);
    if (layout == null || layout.locate(buffer, from, to) != null) {
      throw new IllegalStateException("a sample changed while it waited");
    }
    int type = buffer.getShort(layout.rawOffset) & 0xffff;
    record.load(waiting.bytes(), layout.rawOffset, layout.rawSize);
    NativeOrder conversion = conversions.get(type);
    if (conversion != null) {
      conversion.apply(record.writable(), layout.rawSize);
    }
    record.stamp(layout.time, layout.cpu, type);
    tracker.before(type, record.tid(), record.data());
    record.process(layout.pid != 0 ? layout.pid : tasks.process(record.tid()));
    if (!delivered.contains(type)) {
      tracker.after(type, record.tid(), record.data());
      return false;
    }
    return true;
  }

  @Override
  public Optional<String> losses() {
    return lost == 0 ? Optional.empty() : Optional.of("perf lost " + lost + " events");
  }

  @Override
  public void close() {
    arena.close();
    file.close();
  }
}
