package dev.skep.recording.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Names and processes of any number of threads. */
class TasksTest {
  @Test
  void manyThreadsKeepTheirNamesAndProcesses() {
    Tasks tasks = new Tasks();
    for (int thread = 1; thread <= 50_000; thread++) {
      tasks.process(thread * 7, thread);
      byte[] name = ("task" + thread).getBytes(StandardCharsets.US_ASCII);
      tasks.name(thread * 7 + 1, name, 0, name.length);
    }
    for (int thread = 1; thread <= 50_000; thread++) {
      assertEquals(thread, tasks.process(thread * 7));
      assertArrayEquals(padded("task" + thread), name(tasks, thread * 7 + 1, 0));
    }
    assertEquals(0, tasks.process(5));
  }

  @Test
  void namesEndAtAZeroOrAfter15Bytes() {
    Tasks tasks = new Tasks();
    byte[] text = "short\0garbage".getBytes(StandardCharsets.US_ASCII);
    tasks.name(3, text, 0, text.length);
    assertArrayEquals(padded("short"), name(tasks, 3, 0));
    byte[] longer = "a-name-of-more-than-15".getBytes(StandardCharsets.US_ASCII);
    tasks.name(3, longer, 0, longer.length);
    assertArrayEquals(padded("a-name-of-more-"), name(tasks, 3, 0));
  }

  @Test
  void theIdleThreadIsNamedAfterItsCpuAndUnknownOnesAreMarked() {
    Tasks tasks = new Tasks();
    assertArrayEquals(padded("swapper/12"), name(tasks, 0, 12));
    assertArrayEquals(padded("<...>"), name(tasks, 99, 1));
  }

  private static byte[] name(Tasks tasks, int thread, int cpu) {
    MemorySegment into = MemorySegment.ofArray(new byte[Tasks.NAME_BYTES]);
    into.fill((byte) 0x55);
    tasks.copyName(thread, cpu, into);
    return into.toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] padded(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), Tasks.NAME_BYTES);
  }
}
