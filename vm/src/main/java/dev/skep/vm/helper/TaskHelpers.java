package dev.skep.vm.helper;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.engine.EventRecord;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Execution;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Helpers on time, chance, CPU and the running task: the event's, or else the host's thread. */
final class TaskHelpers {
  /** {@code TASK_COMM_LEN}. */
  private static final int COMM_BYTES = 16;

  private static final long HOST_PID = ProcessHandle.current().pid();

  private TaskHelpers() {}

  static void register(HelperTable table) {
    table.add(5, (run, a, b, c, d, e) -> run.machine().clock().nanos());
    table.add(125, (run, a, b, c, d, e) -> run.machine().clock().nanos());
    table.add(160, (run, a, b, c, d, e) -> run.machine().clock().nanos());
    table.add(208, (run, a, b, c, d, e) -> run.machine().clock().nanos());
    table.add(118, (run, a, b, c, d, e) -> run.machine().clock().nanos() / 4_000_000);
    table.add(7, (run, a, b, c, d, e) -> run.random() & 0xffff_ffffL);
    table.add(8, (run, a, b, c, d, e) -> run.cpu());
    table.add(42, (run, a, b, c, d, e) -> 0);
    table.add(14, TaskHelpers::pidTgid);
    table.add(15, TaskHelpers::uidGid);
    table.add(16, TaskHelpers::comm);
  }

  private static long pidTgid(Execution run, long a, long b, long c, long d, long e) {
    EventRecord event = run.event();
    if (event == null) {
      return HOST_PID << 32 | (Thread.currentThread().threadId() & 0xffff_ffffL);
    }
    return (long) event.pid() << 32 | (event.tid() & 0xffff_ffffL);
  }

  private static long uidGid(Execution run, long a, long b, long c, long d, long e) {
    return run.machine().uidGid().orElseThrow();
  }

  private static long comm(Execution run, long buffer, long size, long c, long d, long e) {
    int bytes = (int) size;
    if (bytes <= 0) {
      return Errors.EINVAL;
    }
    Region region = run.memory().writable(buffer, bytes);
    long at = buffer - region.base();
    EventRecord event = run.event();
    if (event == null) {
      byte[] name = Thread.currentThread().getName().getBytes(StandardCharsets.UTF_8);
      copyName(MemorySegment.ofArray(name), name.length, region.segment(), at, bytes);
    } else {
      copyName(event.comm(), COMM_BYTES, region.segment(), at, bytes);
    }
    return 0;
  }

  /** As {@code strscpy_pad}: cut to the size, always ended, the rest zero. */
  private static void copyName(
      MemorySegment name, int length, MemorySegment to, long at, int size) {
    int copied = Math.min(Math.min(length, COMM_BYTES - 1), size - 1);
    boolean ended = false;
    for (int i = 0; i < size; i++) {
      byte each = i < copied && !ended ? name.get(JAVA_BYTE, i) : 0;
      ended |= each == 0;
      to.set(JAVA_BYTE, at + i, each);
    }
  }
}
