package dev.skep.vm;

import dev.skep.btf.Btf;
import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recording of {@code count} events of two tracepoints in turn: {@code test:even} (id 7) and
 * {@code test:odd} (id 8), each with an {@code unsigned int bytes} at offset 8 that is the event's
 * number. Event n is at time 1000 + 10 n, on CPU n mod cpus, in thread 100 + n mod 3.
 */
final class SyntheticEvents implements EventSource, ProbeCatalog, EventRecord {
  static final int EVEN = 7;
  static final int ODD = 8;

  private final int count;
  private final int cpus;
  private final byte[] data = new byte[12];
  private final MemorySegment segment = MemorySegment.ofArray(data);
  private final byte[] comm = new byte[16];
  private int at = -1;
  private Set<Integer> selected = Set.of(EVEN, ODD);
  boolean closed;

  SyntheticEvents(int count, int cpus) {
    this.count = count;
    this.cpus = cpus;
  }

  @Override
  public ProbeCatalog catalog() {
    return this;
  }

  @Override
  public String clockName() {
    return "local";
  }

  @Override
  public int cpus() {
    return cpus;
  }

  @Override
  public void select(Set<Integer> tracepointIds) {
    selected = Set.copyOf(tracepointIds);
  }

  @Override
  public @Nullable EventRecord next() {
    do {
      at++;
    } while (at < count && !selected.contains(tracepointId()));
    if (at >= count) {
      return null;
    }
    segment.fill((byte) 0xff);
    segment.set(ValueLayout.JAVA_INT_UNALIGNED, 8, at);
    byte[] name = ("worker-" + at % 3).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, comm, 0, name.length);
    return this;
  }

  @Override
  public Optional<String> losses() {
    return Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Stream<String> tracepoints() {
    return Stream.of("test:even", "test:odd");
  }

  @Override
  public Optional<TracepointFormat> tracepoint(String category, String name) {
    int id = name.equals("even") ? EVEN : name.equals("odd") ? ODD : -1;
    Field field = new Field("bytes", "unsigned int", new Shape.Scalar(), 8, 4, false);
    return category.equals("test") && id >= 0
        ? Optional.of(new TracepointFormat(category, name, id, List.of(field), ""))
        : Optional.empty();
  }

  @Override
  public Optional<Btf> types() {
    return Optional.empty();
  }

  @Override
  public String origin() {
    return "synthetic events";
  }

  @Override
  public long nanos() {
    return 1000 + 10L * at;
  }

  @Override
  public int cpu() {
    return at % cpus;
  }

  @Override
  public int tracepointId() {
    return at % 2 == 0 ? EVEN : ODD;
  }

  @Override
  public int tid() {
    return 100 + at % 3;
  }

  @Override
  public int pid() {
    return 100;
  }

  @Override
  public boolean pidKnown() {
    return true;
  }

  @Override
  public MemorySegment comm() {
    return MemorySegment.ofArray(comm);
  }

  @Override
  public MemorySegment data() {
    return segment.asReadOnly();
  }
}
