package dev.skep.recording.task;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * What is known of threads: a name of 15 bytes at most and the process. A hash table from thread id
 * to a slot, without allocation per event.
 */
public final class Tasks {
  /** TASK_COMM_LEN of linux/sched.h. */
  public static final int NAME_BYTES = 16;

  private static final byte[] UNKNOWN = "<...>".getBytes(StandardCharsets.US_ASCII);

  private int[] threads = new int[1024];
  private int[] processes = new int[1024];
  private byte[] names = new byte[1024 * NAME_BYTES];
  private int used;

  /** No threads at all. */
  public Tasks() {}

  /** Takes names that were saved when the recording ended. */
  public void nameAll(Map<Integer, String> saved) {
    saved.forEach((thread, name) -> {
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      name(thread, bytes, 0, bytes.length);
    });
  }

  /** From now on the thread has this name: bytes up to a zero or the 15th. */
  public void name(int thread, byte[] bytes, int from, int to) {
    if (thread <= 0) {
      return;
    }
    int at = slot(thread) * NAME_BYTES;
    int length = 0;
    while (length < NAME_BYTES - 1 && from + length < to && bytes[from + length] != 0) {
      names[at + length] = bytes[from + length];
      length++;
    }
    Arrays.fill(names, at + length, at + NAME_BYTES, (byte) 0);
  }

  /** From now on the thread belongs to a process. */
  public void process(int thread, int process) {
    if (thread > 0) {
      int slot = slot(thread);
      processes[slot] = process;
    }
  }

  /** The thread's process, or 0 when it is not known. */
  public int process(int thread) {
    int slot = find(thread);
    return threads[slot] == thread ? processes[slot] : 0;
  }

  /**
   * Writes a thread's name, padded with zeros.
   *
   * @param cpu where it runs: the idle thread has one name for each CPU
   * @param into 16 bytes
   */
  public void copyName(int thread, int cpu, MemorySegment into) {
    if (thread == 0) {
      byte[] idle = ("swapper/" + cpu).getBytes(StandardCharsets.US_ASCII);
      write(idle, 0, Math.min(idle.length, NAME_BYTES - 1), into);
      return;
    }
    int slot = find(thread);
    if (threads[slot] == thread && names[slot * NAME_BYTES] != 0) {
      write(names, slot * NAME_BYTES, NAME_BYTES, into);
    } else {
      write(UNKNOWN, 0, UNKNOWN.length, into);
    }
  }

  private static void write(byte[] bytes, int from, int count, MemorySegment into) {
    MemorySegment.copy(bytes, from, into, ValueLayout.JAVA_BYTE, 0, count);
    into.asSlice(count).fill((byte) 0);
  }

  private int slot(int thread) {
    int slot = find(thread);
    if (threads[slot] == thread) {
      return slot;
    }
    if (++used > threads.length / 2) {
      grow();
      slot = find(thread);
    }
    threads[slot] = thread;
    return slot;
  }

  private int find(int thread) {
    int mask = threads.length - 1;
    int slot = ((thread * 0x9E3779B9) >>> 7) & mask;
    while (threads[slot] != thread && threads[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldThreads = threads;
    int[] oldProcesses = processes;
    byte[] oldNames = names;
    threads = new int[oldThreads.length * 2];
    processes = new int[threads.length];
    names = new byte[threads.length * NAME_BYTES];
    for (int old = 0; old < oldThreads.length; old++) {
      if (oldThreads[old] != 0) {
        int slot = find(oldThreads[old]);
        threads[slot] = oldThreads[old];
        processes[slot] = oldProcesses[old];
        System.arraycopy(oldNames, old * NAME_BYTES, names, slot * NAME_BYTES, NAME_BYTES);
      }
    }
  }
}
