package dev.skep.trace;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recording of block requests that a test lists; behind strings there is rubbish, as in reality.
 */
final class BlockEvents implements EventSource, EventRecord {
  /** One request. */
  record Request(
      long nanos,
      int cpu,
      int tid,
      String comm,
      int bytes,
      String operation,
      int device,
      String command) {}

  private final ProbeCatalog catalog = new TestCatalog();
  private final TracepointFormat format =
      catalog.tracepoint("block", "block_rq_issue").orElseThrow();
  private final List<Request> requests = new ArrayList<>();
  private int at = -1;
  private boolean selected = true;

  /** Adds a request, later than those before. */
  BlockEvents add(long nanos, String comm, int bytes, String operation) {
    int cpu = requests.size() % 2;
    requests.add(
        new Request(nanos, cpu, 100 + cpu, comm, bytes, operation, 0xfe00001, "cmd-" + bytes));
    return this;
  }

  private Request current() {
    return requests.get(at);
  }

  @Override
  public ProbeCatalog catalog() {
    return catalog;
  }

  @Override
  public String clockName() {
    return "local";
  }

  @Override
  public int cpus() {
    return 2;
  }

  @Override
  public void select(Set<Integer> tracepointIds) {
    selected = tracepointIds.contains(format.id());
  }

  @Override
  public @Nullable EventRecord next() {
    at = selected ? at + 1 : requests.size();
    return at < requests.size() ? this : null;
  }

  @Override
  public Optional<String> losses() {
    return Optional.empty();
  }

  @Override
  public void close() {}

  @Override
  public long nanos() {
    return current().nanos();
  }

  @Override
  public int cpu() {
    return current().cpu();
  }

  @Override
  public int tracepointId() {
    return format.id();
  }

  @Override
  public int tid() {
    return current().tid();
  }

  @Override
  public int pid() {
    return current().tid();
  }

  @Override
  public boolean pidKnown() {
    return true;
  }

  @Override
  public MemorySegment comm() {
    byte[] name = current().comm().getBytes(StandardCharsets.UTF_8);
    return MemorySegment.ofArray(Arrays.copyOf(name, 16));
  }

  @Override
  public MemorySegment data() {
    byte[] data = new byte[64 + 40];
    Arrays.fill(data, (byte) 'z');
    MemorySegment record = MemorySegment.ofArray(data);
    record.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) format.id());
    record.set(ValueLayout.JAVA_INT_UNALIGNED, field("dev").offset(), current().device());
    record.set(ValueLayout.JAVA_LONG_UNALIGNED, field("sector").offset(), -8L);
    record.set(ValueLayout.JAVA_INT_UNALIGNED, field("bytes").offset(), current().bytes());
    record.set(ValueLayout.JAVA_SHORT_UNALIGNED, field("ioprio").offset(), (short) 0x8001);
    record.setString(field("rwbs").offset(), current().operation());
    record.setString(field("comm").offset(), current().comm());
    int length = current().command().length() + 1;
    record.setString(64, current().command());
    record.set(ValueLayout.JAVA_INT_UNALIGNED, field("cmd").offset(), length << 16 | 64);
    return record;
  }

  private Field field(String name) {
    return format.field(name).orElseThrow();
  }
}
