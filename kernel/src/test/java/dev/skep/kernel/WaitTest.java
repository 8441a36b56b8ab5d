package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine.Wake;
import dev.skep.engine.MapException;
import dev.skep.engine.RingReader;
import dev.skep.engine.RunInput;
import dev.skep.kernel.sys.Clocks;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitTest {
  private KernelEngine engine;

  @BeforeEach
  void open() {
    Requires.kernel();
    engine = KernelEngine.open();
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
    }
  }

  private BpfMap ring(int bytes) {
    return engine.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, bytes));
  }

  @Test
  void theClockIsTheKernelsMonotonicClock() {
    for (int i = 0; i < 100; i++) {
      long before = engine.clock().nanos();
      long kernel = Clocks.monotonicNanos();
      long after = engine.clock().nanos();
      assertTrue(before <= kernel && kernel <= after, before + " " + kernel + " " + after);
    }
  }

  @Test
  void aWakeFromAnotherThreadEndsTheWait() throws Exception {
    Thread waker = Thread.ofPlatform().start(engine::wake);
    assertEquals(Wake.WOKEN, engine.await(Long.MAX_VALUE));
    waker.join();
    assertEquals(Wake.DEADLINE, engine.await(0));
  }

  @Test
  void aVirtualThreadWaitsOffItsCarrier() throws Exception {
    AtomicReference<Wake> seen = new AtomicReference<>();
    List<Thread> others = new ArrayList<>();
    Thread waiting = Thread.ofVirtual().start(() -> seen.set(engine.await(Long.MAX_VALUE)));
    // More than there are carriers: all end while the first one waits.
    for (int i = 0; i < 50; i++) {
      others.add(Thread.ofVirtual().start(() -> engine.cpus()));
    }
    for (Thread each : others) {
      each.join();
    }
    engine.wake();
    waiting.join();
    assertEquals(Wake.WOKEN, seen.get());
  }

  @Test
  void recordsComeBeforeAWakeAndTheWakeIsNotLost() {
    BpfMap ring = ring(4096);
    RingReader reader = engine.reader(ring);
    engine
        .load(Programs.writing(ProgramType.RAW_TRACEPOINT, 1), Map.of("ring", ring))
        .run(RunInput.NONE);
    engine.wake();
    assertEquals(Wake.RECORDS, engine.await(Long.MAX_VALUE));
    assertEquals(1, reader.drain(record -> assertEquals(16, record.byteSize())));
    assertEquals(Wake.WOKEN, engine.await(Long.MAX_VALUE));
  }

  @Test
  void everyRecordOfBusyThreadsArrives() throws Exception {
    BpfMap ring = ring(1 << 20);
    RingReader reader = engine.reader(ring);
    KernelProgram program =
        engine.load(Programs.writing(ProgramType.RAW_TRACEPOINT, 1), Map.of("ring", ring));
    long each = 5000;
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < each; n++) {
                  program.run(RunInput.NONE);
                }
              }));
    }
    long sum = 0;
    long[] numbers = {0};
    while (sum < 2 * each) {
      assertEquals(Wake.RECORDS, engine.await(engine.clock().nanos() + 20_000_000_000L));
      sum += reader.drain(record -> numbers[0] += record.get(JAVA_LONG_UNALIGNED, 8));
    }
    assertEquals(2 * each, sum);
    assertEquals(2 * each, numbers[0]);
    for (Thread writer : writers) {
      writer.join();
    }
  }

  @Test
  void aRecordConsumerThatThrowsLosesOnlyItsOwnRecord() {
    BpfMap ring = ring(4096);
    RingReader reader = engine.reader(ring);
    KernelProgram program =
        engine.load(Programs.writing(ProgramType.RAW_TRACEPOINT, 1), Map.of("ring", ring));
    program.run(RunInput.NONE);
    program.run(RunInput.NONE);
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            reader.drain(record -> {
              throw new UnsupportedOperationException();
            }));
    assertEquals(1, reader.drain(record -> {}));
  }

  @Test
  void recordsAreReadOnlyAndGoneAfterClose() {
    BpfMap ring = ring(4096);
    RingReader reader = engine.reader(ring);
    engine
        .load(Programs.writing(ProgramType.RAW_TRACEPOINT, 1), Map.of("ring", ring))
        .run(RunInput.NONE);
    List<MemorySegment> kept = new ArrayList<>();
    reader.drain(kept::add);
    assertTrue(kept.getFirst().isReadOnly());
    reader.close();
    reader.close();
    assertThrows(IllegalStateException.class, () -> kept.getFirst().get(JAVA_LONG_UNALIGNED, 0));
    assertThrows(IllegalStateException.class, () -> reader.drain(record -> {}));
    assertEquals(Wake.DEADLINE, engine.await(0));
  }

  @Test
  void onlyRingBuffersAreRead() {
    BpfMap map = engine.create(MapSpec.of("array", MapType.ARRAY, 4, 8, 1));
    MapException thrown = assertThrows(MapException.class, () -> engine.reader(map));
    assertEquals("map array (array) is not a ring buffer", thrown.getMessage());
  }

  @Test
  void switchesOfThreadsReachTheRing() throws Exception {
    BpfMap ring = ring(1 << 16);
    RingReader reader = engine.reader(ring);
    engine.attach(
        engine.load(Programs.writing(ProgramType.TRACEPOINT, 3), Map.of("ring", ring)),
        new AttachTarget.Tracepoint("sched", "sched_switch"));
    int records = 0;
    while (records < 100) {
      Thread.sleep(1);
      assertEquals(Wake.RECORDS, engine.await(engine.clock().nanos() + 20_000_000_000L));
      records += reader.drain(record -> assertEquals(3, record.get(JAVA_LONG_UNALIGNED, 8)));
    }
  }
}
