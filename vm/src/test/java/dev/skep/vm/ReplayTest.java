package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R4;
import static dev.skep.isa.Register.R6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget.Tracepoint;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine.Wake;
import dev.skep.engine.Link;
import dev.skep.engine.Program;
import dev.skep.engine.RingReader;
import dev.skep.engine.TrapException;
import dev.skep.isa.MemorySize;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Tracepoint EVEN = new Tracepoint("test", "even");
  private static final Tracepoint ODD = new Tracepoint("test", "odd");
  private static final MapSpec COUNTS = MapSpec.of("counts", MapType.PERCPU_HASH, 8, 8, 16);

  /** Counts events by thread. */
  private static ProgramSpec byThread(String map) {
    return Programs.start()
        .call(14)
        .store(MemorySize.W, R10, -8, R0)
        .store(MemorySize.W, R10, -4, 0)
        .count(map, true)
        .exit(0)
        .spec("by_thread", ProgramType.TRACEPOINT);
  }

  /** Writes the event's number into a ring. */
  private static ProgramSpec toRing() {
    return Programs.start()
        .load(MemorySize.W, R6, R1, 8)
        .store(MemorySize.DW, R10, -8, R6)
        .map(R1, "ring")
        .stack(R2, -8)
        .move(R3, 8)
        .move(R4, 0)
        .call(130)
        .exit(0)
        .spec("to_ring", ProgramType.TRACEPOINT);
  }

  private static long perCpuSum(BpfMap map, long key) {
    MemorySegment value = MemorySegment.ofArray(new byte[map.valueBytes()]);
    if (!map.lookup(MemorySegment.ofArray(new long[] {key}), value)) {
      return 0;
    }
    long sum = 0;
    for (int at = 0; at < map.valueBytes(); at += 8) {
      sum += value.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }
    return sum;
  }

  @Test
  void programsRunOnTheRecordsOfTheirTracepointOnly() {
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(600, 4)).build()) {
      BpfMap counts = engine.create(COUNTS);
      Program program = engine.load(byThread("counts"), Map.of("counts", counts));
      engine.attach(program, EVEN);
      assertEquals(Wake.ENDED, engine.await(Long.MAX_VALUE));
      assertEquals(100, perCpuSum(counts, 100));
      assertEquals(100, perCpuSum(counts, 101));
      assertEquals(100, perCpuSum(counts, 102));
      assertEquals(4, engine.cpus());
    }
  }

  @Test
  void theClockIsTheRecordingsAndStopsAtDeadlines() {
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(100, 2)).build()) {
      BpfMap counts = engine.create(COUNTS);
      engine.attach(engine.load(byThread("counts"), Map.of("counts", counts)), EVEN);
      assertEquals("local", engine.clock().name());
      assertEquals(1000, engine.clock().nanos());
      assertEquals(Wake.DEADLINE, engine.await(1200));
      assertEquals(1200, engine.clock().nanos());
      long total = perCpuSum(counts, 100) + perCpuSum(counts, 101) + perCpuSum(counts, 102);
      assertEquals(10, total);
      assertEquals(Wake.ENDED, engine.await(Long.MAX_VALUE));
      assertEquals(1980, engine.clock().nanos());
    }
  }

  @Test
  void awaitReturnsAfterEachRecordInARing() {
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(20, 2)).build()) {
      BpfMap ring = engine.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096));
      engine.attach(engine.load(toRing(), Map.of("ring", ring)), ODD);
      RingReader reader = engine.reader(ring);
      List<Long> seen = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      while (engine.await(Long.MAX_VALUE) == Wake.RECORDS) {
        times.add(engine.clock().nanos());
        int records =
            reader.drain(record -> seen.add(record.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)));
        assertEquals(1, records);
      }
      assertEquals(List.of(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L), seen);
      assertEquals(1010, times.getFirst());
      assertEquals(1190, times.getLast());
    }
  }

  @Test
  void aClosedLinkRunsNoMore() {
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(100, 1)).build()) {
      BpfMap counts = engine.create(COUNTS);
      Link link = engine.attach(engine.load(byThread("counts"), Map.of("counts", counts)), EVEN);
      engine.await(1100);
      long before = perCpuSum(counts, 100);
      link.close();
      engine.await(Long.MAX_VALUE);
      assertEquals(before, perCpuSum(counts, 100));
      assertTrue(before > 0);
    }
  }

  @Test
  void theRecordIsReadOnlyAndItsFirstEightBytesAreHidden() {
    ProgramSpec writes =
        Programs.start()
            .store(MemorySize.W, R1, 8, 0)
            .exit(0)
            .spec("writes", ProgramType.TRACEPOINT);
    ProgramSpec reads =
        Programs.start()
            .load(MemorySize.DW, R2, R1, 0)
            .store(MemorySize.DW, R10, -8, R2)
            .count("counts", true)
            .exit(0)
            .spec("reads", ProgramType.TRACEPOINT);
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(10, 1)).build()) {
      BpfMap counts = engine.create(COUNTS);
      engine.attach(engine.load(reads, Map.of("counts", counts)), EVEN);
      engine.await(1050);
      assertEquals(3, perCpuSum(counts, 0));
      engine.attach(engine.load(writes, Map.of()), EVEN);
      TrapException trap = assertThrows(TrapException.class, () -> engine.await(Long.MAX_VALUE));
      assertEquals(0, trap.slot());
      assertTrue(trap.toString().contains("program \"writes\", instruction 0"), trap.toString());
      assertTrue(trap.toString().contains("tracepoint record"), trap.toString());
      assertTrue(trap.toString().contains("read-only"), trap.toString());
    }
  }

  @Test
  void wakeEndsTheCurrentOrTheNextAwait() {
    try (VmEngine engine = VmEngine.builder().build()) {
      engine.wake();
      assertEquals(Wake.WOKEN, engine.await(Long.MAX_VALUE));
      Thread waker = Thread.ofPlatform().start(engine::wake);
      assertEquals(Wake.WOKEN, engine.await(Long.MAX_VALUE));
      waker.interrupt();
    }
  }

  @Test
  void withoutEventsAwaitSleepsUntilTheDeadline() {
    try (VmEngine engine = VmEngine.builder().build()) {
      long deadline = engine.clock().nanos() + 2_000_000;
      assertEquals(Wake.DEADLINE, engine.await(deadline));
      assertTrue(engine.clock().nanos() >= deadline);
    }
  }

  @Test
  void attachingSaysWhatIsMissing() {
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(1, 1)).build();
        VmEngine silent = VmEngine.builder().build()) {
      ProgramSpec nothing = Programs.start().exit(0).spec("nothing", ProgramType.TRACEPOINT);
      Program program = engine.load(nothing, Map.of());
      AttachException unknown =
          assertThrows(
              AttachException.class, () -> engine.attach(program, new Tracepoint("test", "none")));
      assertEquals(
          "tracepoint:test:none: no such tracepoint in synthetic events", unknown.getMessage());
      AttachException noEvents =
          assertThrows(
              AttachException.class, () -> silent.attach(silent.load(nothing, Map.of()), EVEN));
      assertTrue(noEvents.toString().contains("--replay"), noEvents.toString());
    }
  }

  @Test
  void theRunningTaskIsTheEvents() {
    ProgramSpec comm =
        Programs.start()
            .stack(R1, -8)
            .move(R2, 8)
            .call(16)
            .count("counts", true)
            .exit(0)
            .spec("comm", ProgramType.TRACEPOINT);
    try (VmEngine engine = VmEngine.builder().events(new SyntheticEvents(6, 1)).build()) {
      BpfMap counts = engine.create(COUNTS);
      engine.attach(engine.load(comm, Map.of("counts", counts)), EVEN);
      engine.await(Long.MAX_VALUE);
      byte[] name = {'w', 'o', 'r', 'k', 'e', 'r', '-', 0};
      long key = MemorySegment.ofArray(name).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
      assertEquals(3, perCpuSum(counts, key));
    }
  }

  @Test
  void closingTheEngineClosesItsSourceAndMaps() {
    SyntheticEvents events = new SyntheticEvents(1, 1);
    VmEngine engine = VmEngine.builder().events(events).build();
    BpfMap counts = engine.create(COUNTS);
    engine.load(byThread("counts"), Map.of("counts", counts));
    assertFalse(events.closed);
    engine.close();
    assertTrue(events.closed);
    assertThrows(
        IllegalStateException.class, () -> counts.delete(MemorySegment.ofArray(new long[] {1})));
  }

  @Test
  void runsAreCountedWhenAskedFor() {
    try (VmEngine engine =
        VmEngine.builder().events(new SyntheticEvents(100, 2)).statistics().build()) {
      BpfMap counts = engine.create(COUNTS);
      Program program = engine.load(byThread("counts"), Map.of("counts", counts));
      engine.attach(program, EVEN);
      engine.await(Long.MAX_VALUE);
      assertEquals(50, engine.statistics(program).runs());
      assertTrue(engine.statistics(program).nanos() > 0);
    }
  }
}
