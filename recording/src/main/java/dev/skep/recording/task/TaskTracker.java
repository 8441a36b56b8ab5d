package dev.skep.recording.task;

import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import dev.skep.recording.task.TaskEvent.Exec;
import dev.skep.recording.task.TaskEvent.Named;
import dev.skep.recording.task.TaskEvent.Names;
import dev.skep.recording.task.TaskEvent.NewTask;
import dev.skep.recording.task.TaskEvent.Rename;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps {@link Tasks} up to date from the events that tell of threads. */
public final class TaskTracker {
  /** CLONE_THREAD of linux/sched.h. */
  private static final long CLONE_THREAD = 0x10000;

  private final Tasks tasks;
  private final Map<Integer, TaskEvent> events = new HashMap<>();
  private final @Nullable TaskEvent[] byType;
  private final byte[] text = new byte[4096];

  /** A tracker that understands events of these formats. */
  public TaskTracker(Tasks tasks, List<TracepointFormat> formats) {
    this.tasks = tasks;
    for (TracepointFormat format : formats) {
      TaskEvent.of(format).ifPresent(event -> events.put(format.id(), event));
    }
    int types = events.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    byType = new @Nullable TaskEvent[types];
    events.forEach((type, event) -> byType[type] = event);
  }

  /** The types of the events that it understands. */
  public Set<Integer> types() {
    return events.keySet();
  }

  /**
   * Takes what a record tells that was so when it was written.
   *
   * @param running the thread that wrote it
   * @param record in native byte order
   */
  public void before(int type, int running, MemorySegment record) {
    TaskEvent event = event(type);
    switch (event) {
      case null -> {}
      case Names names -> {
        for (Named each : names.named()) {
          name(each, record);
        }
      }
      case NewTask created -> newTask(created, running, record);
      case Rename rename -> name(thread(rename, running, record), rename.oldName(), record);
      case Exec exec -> exec(exec, record);
    }
  }

  /** Takes what a record tells that is so from now on. */
  public void after(int type, int running, MemorySegment record) {
    if (event(type) instanceof Rename rename) {
      name(thread(rename, running, record), rename.newName(), record);
    }
  }

  private @Nullable TaskEvent event(int type) {
    return type < byType.length ? byType[type] : null;
  }

  private static int thread(Rename rename, int running, MemorySegment record) {
    return rename.thread().map(field -> number(field, record)).orElse(running);
  }

  private void name(Named named, MemorySegment record) {
    name(number(named.thread(), record), named.name(), record);
  }

  private void name(int thread, Field field, MemorySegment record) {
    int length = copyText(field, record);
    if (length > 0) {
      tasks.name(thread, text, 0, length);
    }
  }

  private void newTask(NewTask created, int running, MemorySegment record) {
    name(created.child(), record);
    int child = number(created.child().thread(), record);
    boolean thread = (number(created.cloneFlags(), record) & CLONE_THREAD) != 0;
    int process = thread ? tasks.process(running) : child;
    if (process != 0) {
      tasks.process(child, process);
    }
  }

  private void exec(Exec exec, MemorySegment record) {
    int thread = number(exec.thread(), record);
    tasks.process(thread, thread);
    int length = copyText(exec.file(), record);
    int start = length;
    while (start > 0 && text[start - 1] != '/') {
      start--;
    }
    if (length > start) {
      tasks.name(thread, text, start, length);
    }
  }

  private static int number(Field field, MemorySegment record) {
    if (field.offset() > record.byteSize() - field.size()) {
      return 0;
    }
    return switch (field.size()) {
      case 4 -> record.get(ValueLayout.JAVA_INT_UNALIGNED, field.offset());
      case 8 -> (int) record.get(ValueLayout.JAVA_LONG_UNALIGNED, field.offset());
      default -> 0;
    };
  }

  /** Copies a field's text; its length, 0 where the record does not hold it. */
  private int copyText(Field field, MemorySegment record) {
    long from = field.offset();
    int length = field.size();
    boolean located = !(field.shape() instanceof Shape.Array);
    if (located) {
      int word = number(field, record);
      length = word >>> 16;
      boolean relative = field.shape() instanceof Shape.RelativeLocation;
      from = (word & 0xffffL) + (relative ? field.offset() + 4 : 0);
    }
    length = Math.clamp(record.byteSize() - from, 0, Math.min(length, text.length));
    MemorySegment.copy(
        record, ValueLayout.JAVA_BYTE, Math.min(from, record.byteSize()), text, 0, length);
    int end = 0;
    while (end < length && text[end] != 0) {
      end++;
    }
    return end;
  }
}
