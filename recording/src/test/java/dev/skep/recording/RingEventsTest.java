package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between records in the ring buffer, and what follows from it. */
class RingEventsTest {
  private static final String COMMON =
      """
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
      \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
      \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

      """;
  private static final int BLOB = 300;
  private static final int SWITCH = 301;
  private static final int NEWTASK = 302;
  private static final int RENAME = 303;
  private static final int EXEC = 304;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void longPausesAndTimesBeyond59BitsAreExact(boolean absolute) throws IOException {
    long base = (1L << 60) + 123_456_789;
    List<Long> times =
        List.of(base, base + 1, base + 5_000_000_000L, base + 5_000_000_000L, base + (1L << 40));
    Path file = write(absolute, cpu -> times.forEach(time -> cpu.record(time, blob(7, 3, 12))));
    List<Long> found = new ArrayList<>();
    read(file, record -> found.add(record.nanos()));
    assertEquals(times, found);
  }

  @Test
  void recordsOfAnySizeComeWithAllTheirBytes() throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (int size = 8; size < 600; size += 4) {
      records.add(blob(1, size, size));
    }
    Path file =
        write(
            false,
            cpu -> {
              long time = 1000;
              for (byte[] each : records) {
                cpu.record(time++, each);
                cpu.discarded(time++, 40);
              }
            });
    List<String> found = new ArrayList<>();
    read(
        file, each -> found.add(hex(each.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))));
    assertEquals(records.stream().map(RingEventsTest::hex).toList(), found);
  }

  @Test
  void lostEventsAreCountedForEachCpu() throws IOException {
    TraceDatWriter writer = writer();
    writer.option(
        2,
        "CPU: 1\noverrun: 9\ncommit overrun: 1\ndropped events: 2\n\0"
            .getBytes(StandardCharsets.US_ASCII));
    RingPageWriter first = writer.cpu(false);
    first.record(1, blob(1, 0, 8));
    first.lost(41);
    first.record(2, blob(1, 0, 8));
    first.lost(1);
    first.record(3, blob(1, 0, 8));
    RingPageWriter third = writer.cpu(false);
    third.record(1, blob(1, 0, 8));
    third.lost(-1);
    third.record(4, blob(1, 0, 8));
    Path file = Rewritten.file(folder, writer.write(List.of(first, writer.cpu(false), third)));
    try (EventSource source = Recordings.open(file)) {
      int count = 0;
      while (source.next() != null) {
        count++;
      }
      assertEquals(5, count);
      assertEquals(
          Optional.of(
              "CPU 0 lost 42 events; CPU 1 lost 12 events; "
                  + "CPU 2 lost events, their number is unknown"),
          source.losses());
      assertEquals(3, source.cpus());
      assertEquals("local", source.clockName());
    }
  }

  @Test
  void traceCommandSeesTheSameLosses() throws Exception {
    TraceDatWriter writer = writer("none");
    RingPageWriter first = writer.cpu(false);
    first.record(1, blob(1, 0, 8));
    first.lost(41);
    first.record(2, blob(1, 0, 8));
    RingPageWriter second = writer.cpu(false);
    second.record(1, blob(1, 0, 8));
    second.lost(-1);
    second.record(3, blob(1, 0, 8));
    Path file = Rewritten.file(folder, writer.write(List.of(first, second)));
    List<String> dropped =
        TraceCommandOracleTest.report(file).stream()
            .filter(line -> line.contains("DROPPED"))
            .map(line -> line.substring(line.indexOf("CPU:")))
            .toList();
    assertEquals(List.of("CPU:0 [41 EVENTS DROPPED]", "CPU:1 [EVENTS DROPPED]"), dropped);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void instancesMergeWithTheTopBuffer(int version) throws IOException {
    TraceDatWriter writer = new TraceDatWriter(version, ByteOrder.BIG_ENDIAN, 8, "none");
    RingPageWriter top = writer.cpu(false);
    RingPageWriter other = writer.cpu(false);
    for (int i = 0; i < 500; i++) {
      (i % 3 == 0 ? other : top).record(1000 + i, blob(1, 0, 16));
    }
    writer.instance("other", "local", List.of(writer.cpu(false), other));
    List<Long> found = new ArrayList<>();
    read(
        Rewritten.file(folder, writer.write(List.of(top, writer.cpu(false)))),
        record -> found.add(record.nanos()));
    assertEquals(500, found.size());
    assertEquals(found.stream().sorted().toList(), found);
  }

  @Test
  void buffersOfDifferentClocksAreRefused() throws IOException {
    TraceDatWriter writer = new TraceDatWriter(7, ByteOrder.LITTLE_ENDIAN, 8, "none");
    writer.instance("other", "mono", List.of(writer.cpu(false)));
    Path file = Rewritten.file(folder, writer.write(List.of(writer.cpu(false))));
    SourceException refused = assertThrows(SourceException.class, () -> Recordings.open(file));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("different clocks [local, mono]"),
        String.valueOf(refused.getMessage()));
  }

  @Test
  void cpusMergeByTimeAndEqualTimesByCpu() throws IOException {
    TraceDatWriter writer = writer();
    List<RingPageWriter> cpus = new ArrayList<>();
    for (int cpu = 0; cpu < 5; cpu++) {
      RingPageWriter pages = writer.cpu(false);
      for (int i = 0; i < 400; i++) {
        pages.record(i / 3 * 10L + cpu % 2, blob(1, 0, 20));
      }
      cpus.add(pages);
    }
    List<Long> found = new ArrayList<>();
    read(
        Rewritten.file(folder, writer.write(cpus)),
        record -> found.add(record.nanos() * 100 + record.cpu()));
    assertEquals(2000, found.size());
    assertEquals(found.stream().sorted().toList(), found);
  }

  @Test
  void selectedTracepointsComeAloneAndNamesStillFollowTheOthers() throws IOException {
    Path file =
        write(
            false,
            cpu -> {
              cpu.record(1, blob(70, 0, 8));
              cpu.record(2, newTask(70, 80, "child", 0));
              cpu.record(3, newTask(80, 81, "thread", 0x10000));
              cpu.record(4, switched(70, "parent", 80, "child"));
              cpu.record(5, blob(80, 0, 8));
              cpu.record(6, rename(80, "child", "a-name-of-15-byt"));
              cpu.record(7, blob(80, 0, 8));
              cpu.record(8, exec(80, "/usr/bin/sort"));
              cpu.record(9, blob(80, 0, 8));
              cpu.record(10, blob(81, 0, 8));
              cpu.record(11, blob(0, 0, 8));
              cpu.record(12, blob(70, 0, 8));
            });
    List<String> found = new ArrayList<>();
    try (EventSource source = Recordings.open(file)) {
      source.select(Set.of(BLOB));
      for (EventRecord each = source.next(); each != null; each = source.next()) {
        assertEquals(BLOB, each.tracepointId());
        found.add(
            each.nanos()
                + " "
                + RawReport.text(each.comm())
                + " "
                + each.tid()
                + (each.pidKnown() ? " of " + each.pid() : ""));
      }
    }
    assertEquals(
        List.of(
            "1 saved 70",
            "5 child 80 of 80",
            "7 a-name-of-15-by 80 of 80",
            "9 sort 80 of 80",
            "10 thread 81 of 80",
            "11 swapper/0 0 of 0",
            "12 parent 70"),
        found);
  }

  @Test
  void aRenameIsInForceAfterItsOwnRecord() throws IOException {
    Path file =
        write(
            false,
            cpu -> {
              cpu.record(1, rename(5, "old", "new"));
              cpu.record(2, blob(5, 0, 8));
            });
    List<String> found = new ArrayList<>();
    read(file, record -> found.add(RawReport.text(record.comm())));
    assertEquals(List.of("old", "new"), found);
  }

  @Test
  void countsOfTheTimeStampCounterBecomeNanoseconds() throws IOException {
    TraceDatWriter writer = writer();
    writer.clock("x86-tsc");
    writer.option(14, writer.out().u32(0x80000000L).u32(33).u64(0).bytes());
    writer.option(7, "-0x10\0".getBytes(StandardCharsets.US_ASCII));
    RingPageWriter cpu = writer.cpu(false);
    cpu.record(4_000_000_000_000L, blob(1, 0, 8));
    Path file = Rewritten.file(folder, writer.write(List.of(cpu)));
    List<Long> found = new ArrayList<>();
    read(file, record -> found.add(record.nanos()));
    assertEquals(List.of(1_000_000_000_000L - 16), found);
  }

  @Test
  void aGuestsTimeFollowsItsHosts() throws IOException {
    TraceDatWriter writer = writer();
    TraceDatWriter.Out shift = writer.out().u64(1).u32(1).u32(1).u32(2);
    shift.u64(1000).u64(2000).u64(500).u64(700).u64(1).u64(1).u64(0).u64(0);
    writer.option(12, shift.bytes());
    RingPageWriter cpu = writer.cpu(false);
    cpu.record(1000, blob(1, 0, 8));
    cpu.record(1500, blob(1, 0, 8));
    cpu.record(2000, blob(1, 0, 8));
    List<Long> found = new ArrayList<>();
    read(Rewritten.file(folder, writer.write(List.of(cpu))), record -> found.add(record.nanos()));
    assertEquals(List.of(1500L, 2100L, 2700L), found);
  }

  @Test
  void theRecordIsReadOnlyAndAligned() throws IOException {
    Path file = write(false, cpu -> cpu.record(1, blob(1, 0, 24)));
    read(
        file,
        record -> {
          assertTrue(record.data().isReadOnly());
          assertEquals(0, record.data().address() % 8);
          assertFalse(record.pidKnown());
          assertEquals(1, record.pid());
        });
  }

  private static TraceDatWriter writer() {
    return writer("zlib");
  }

  private static TraceDatWriter writer(String compression) {
    TraceDatWriter writer = new TraceDatWriter(7, ByteOrder.LITTLE_ENDIAN, 8, compression);
    writer.commandLines("70 saved\n5 later\n");
    writer.format("skep", format("blob", BLOB, ""));
    writer.format(
        "sched",
        format(
            "sched_switch",
            SWITCH,
            field("char prev_comm[16]", 8, 16)
                + field("pid_t prev_pid", 24, 4)
                + field("char next_comm[16]", 28, 16)
                + field("pid_t next_pid", 44, 4)));
    writer.format(
        "task",
        format(
            "task_newtask",
            NEWTASK,
            field("pid_t pid", 8, 4)
                + field("char comm[16]", 12, 16)
                + field("unsigned long clone_flags", 32, 8)));
    writer.format(
        "task",
        format(
            "task_rename",
            RENAME,
            field("pid_t pid", 8, 4)
                + field("char oldcomm[16]", 12, 16)
                + field("char newcomm[16]", 28, 16)));
    writer.format(
        "sched",
        format(
            "sched_process_exec",
            EXEC,
            field("__data_loc char[] filename", 8, 4) + field("pid_t pid", 12, 4)));
    return writer;
  }

  private static String format(String name, int id, String fields) {
    return "name: "
        + name
        + "\nID: "
        + id
        + "\nformat:\n"
        + COMMON
        + fields
        + "\nprint fmt: \"\"\n";
  }

  private static String field(String declaration, int offset, int size) {
    return "\tfield:" + declaration + ";\toffset:" + offset + ";\tsize:" + size + ";\tsigned:1;\n";
  }

  private Path write(boolean absolute, Consumer<RingPageWriter> content) throws IOException {
    TraceDatWriter writer = writer();
    RingPageWriter cpu = writer.cpu(absolute);
    content.accept(cpu);
    return Rewritten.file(folder, writer.write(List.of(cpu)));
  }

  private static void read(Path file, Consumer<EventRecord> consumer) {
    try (EventSource source = Recordings.open(file)) {
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        consumer.accept(record);
      }
    }
  }

  private static ByteBuffer common(int type, int thread, int size) {
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) type)
        .putShort((short) 0)
        .putInt(thread);
  }

  private static byte[] blob(int thread, int seed, int size) {
    ByteBuffer bytes = common(BLOB, thread, size);
    while (bytes.hasRemaining()) {
      bytes.put((byte) (seed + bytes.position()));
    }
    return array(bytes);
  }

  private static byte[] name(String text) {
    return java.util.Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 16);
  }

  private static byte[] switched(int from, String fromName, int to, String toName) {
    return array(
        common(SWITCH, from, 48).put(name(fromName)).putInt(from).put(name(toName)).putInt(to));
  }

  private static byte[] newTask(int parent, int child, String name, long flags) {
    return array(
        common(NEWTASK, parent, 40).putInt(child).put(name(name)).putInt(0).putLong(flags));
  }

  private static byte[] rename(int thread, String before, String after) {
    return array(common(RENAME, thread, 44).putInt(thread).put(name(before)).put(name(after)));
  }

  private static byte[] exec(int thread, String file) {
    byte[] text = file.getBytes(StandardCharsets.US_ASCII);
    return array(
        common(EXEC, thread, 16 + (text.length + 4) / 4 * 4)
            .putInt(((text.length + 1) << 16) | 16)
            .putInt(thread)
            .put(text));
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
