package dev.skep.recording.record;

import dev.skep.engine.EventRecord;
import dev.skep.recording.task.Tasks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One record in memory of its own, 8-byte aligned as the kernel hands records to BPF. A source
 * fills it again for each record; nothing is allocated but one view for each length.
 */
public final class RecordFlyweight implements EventRecord {
  private static final long COMMON_PID_OFFSET = 4;

  private final Tasks tasks;
  private final MemorySegment memory;
  private final MemorySegment comm;
  private final MemorySegment readOnlyComm;
  private final @Nullable MemorySegment[] views;
  private MemorySegment view = MemorySegment.NULL;
  private boolean commFilled;
  private long nanos;
  private int cpu;
  private int type;
  private int tid;
  private int process;

  /**
   * A record of some size.
   *
   * @param maxBytes the longest record
   */
  public RecordFlyweight(Tasks tasks, Arena arena, int maxBytes) {
    this.tasks = tasks;
    this.memory = arena.allocate(maxBytes, 8);
    this.comm = arena.allocate(Tasks.NAME_BYTES, 8);
    this.readOnlyComm = comm.asReadOnly();
    this.views = new @Nullable MemorySegment[maxBytes + 1];
  }

  /** Takes a record's bytes. */
  public void load(byte[] bytes, int from, int count) {
    MemorySegment.copy(bytes, from, memory, ValueLayout.JAVA_BYTE, 0, count);
    MemorySegment cached = views[count];
    if (cached == null) {
      cached = memory.asSlice(0, count).asReadOnly();
      views[count] = cached;
    }
    view = cached;
  }

  /** The bytes, to be put in native order before {@link #stamp}. */
  public MemorySegment writable() {
    return memory;
  }

  /** Says where and when the record was written, once its bytes are in native order. */
  public void stamp(long nanos, int cpu, int type) {
    this.nanos = nanos;
    this.cpu = cpu;
    this.type = type;
    this.tid = memory.get(ValueLayout.JAVA_INT_UNALIGNED, COMMON_PID_OFFSET);
    this.process = 0;
    this.commFilled = false;
  }

  /** Says which process was running; 0 for unknown. */
  public void process(int known) {
    process = known;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public int cpu() {
    return cpu;
  }

  @Override
  public int tracepointId() {
    return type;
  }

  @Override
  public int tid() {
    return tid;
  }

  @Override
  public int pid() {
    return process == 0 ? tid : process;
  }

  @Override
  public boolean pidKnown() {
    return process != 0 || tid == 0;
  }

  @Override
  public MemorySegment comm() {
    if (!commFilled) {
      tasks.copyName(tid, cpu, comm);
      commFilled = true;
    }
    return readOnlyComm;
  }

  @Override
  public MemorySegment data() {
    return view;
  }
}
