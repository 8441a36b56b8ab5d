package dev.skep.recording.tracedat;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.SourceException;
import dev.skep.engine.TracepointFormat;
import dev.skep.recording.catalog.RecordingCatalog;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.record.NativeOrder;
import dev.skep.recording.record.RecordFlyweight;
import dev.skep.recording.record.TypeSet;
import dev.skep.recording.task.TaskTracker;
import dev.skep.recording.task.Tasks;
import dev.skep.recording.tracedat.TraceDat.CpuData;
import dev.skep.recording.tracedat.TraceDat.TraceBuffer;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trace.dat as a source: the records of all CPUs and buffers by time, in memory that does not
 * grow with the file. Records come in native byte order.
 */
public final class TraceDatSource implements EventSource {
  private final RecordingFile file;
  private final TraceDat content;
  private final RecordingCatalog catalog;
  private final Arena arena = Arena.ofShared();
  private final ChunkDecoder decoder;
  private final Tasks tasks = new Tasks();
  private final TaskTracker tracker;
  private final TypeSet delivered = new TypeSet();
  private final TypeSet decoded = new TypeSet();
  private final Map<Integer, NativeOrder> conversions = new HashMap<>();
  private final List<CpuStream> streams;
  private final MergedStream merged;
  private final RecordFlyweight record;
  private boolean loaded;

  private TraceDatSource(RecordingFile file, TraceDat content) {
    this.file = file;
    this.content = content;
    this.catalog = new RecordingCatalog(content.formats(), file.path().toString());
    this.decoder = new ChunkDecoder(content.compression());
    this.tracker = new TaskTracker(tasks, content.formats());
    tasks.nameAll(content.commandLines());
    if (content.layout().order() != ByteOrder.nativeOrder()) {
      for (TracepointFormat format : content.formats()) {
        conversions.put(format.id(), new NativeOrder(format, content.layout().commitBytes()));
      }
    }
    this.streams = streams();
    this.merged = new MergedStream(streams);
    int pageBytes = content.buffers().stream().mapToInt(TraceBuffer::pageBytes).max().orElse(8);
    this.record = new RecordFlyweight(tasks, arena, pageBytes);
  }

  /** Whether a file that starts with these bytes is a trace.dat. */
  public static boolean recognises(byte[] start) {
    return TraceDat.hasMagic(start);
  }

  /**
   * Opens a trace.dat. The source closes the file; where this fails, the caller does.
   *
   * @throws SourceException when its headers are damaged
   */
  public static TraceDatSource open(RecordingFile file) {
    TraceDat content = TraceDat.read(file);
    Set<String> clocks = new java.util.TreeSet<>();
    for (TraceBuffer buffer : content.buffers()) {
      clocks.add(buffer.clock().isEmpty() ? content.options().clock() : buffer.clock());
    }
    if (clocks.size() > 1) {
      throw new SourceException(
          file.path()
              + ": its buffers follow different clocks "
              + clocks
              + ", which have no common order; record with one clock");
    }
    return new TraceDatSource(file, content);
  }

  private List<CpuStream> streams() {
    List<CpuStream> all = new ArrayList<>();
    RecordedTime time = new RecordedTime(content.options());
    for (TraceBuffer buffer : content.buffers()) {
      for (CpuData cpu : buffer.cpus()) {
        all.add(
            new CpuStream(
                file,
                cpu.cpu(),
                pages(buffer, cpu),
                buffer.pageBytes(),
                content.layout(),
                time,
                decoded));
      }
    }
    return all;
  }

  private Pages pages(TraceBuffer buffer, CpuData cpu) {
    return buffer.compressed()
        ? new ChunkedPages(file, content.layout().order(), cpu, buffer.pageBytes(), decoder)
        : new PlainPages(file, cpu, buffer.pageBytes());
  }

  @Override
  public ProbeCatalog catalog() {
    return catalog;
  }

  @Override
  public String clockName() {
    return content.buffers().stream()
        .map(TraceBuffer::clock)
        .filter(clock -> !clock.isEmpty())
        .findFirst()
        .orElse(content.options().clock());
  }

  @Override
  public int cpus() {
    return streams.stream().mapToInt(CpuStream::cpu).max().orElse(0) + 1;
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
      CpuStream stream = merged.next();
      if (stream == null) {
        return null;
      }
      load(stream);
      if (delivered.contains(stream.type())) {
        loaded = true;
        record.process(tasks.process(record.tid()));
        return record;
      }
      tracker.after(stream.type(), record.tid(), record.data());
    }
  }

  private void load(CpuStream stream) {
    int type = stream.type();
    record.load(stream.bytes(), stream.recordOffset(), stream.recordSize());
    if (!conversions.isEmpty()) {
      NativeOrder conversion = conversions.get(type);
      if (conversion != null) {
        conversion.apply(record.writable(), stream.recordSize());
      }
    }
    record.stamp(stream.nanos(), stream.cpu(), type);
    tracker.before(type, record.tid(), record.data());
  }

  @Override
  public Optional<String> losses() {
    return Losses.describe(streams, content.options().cpuStatistics());
  }

  @Override
  public void close() {
    decoder.close();
    arena.close();
    file.close();
  }
}
