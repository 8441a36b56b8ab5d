package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine.Wake;
import dev.skep.engine.RingReader;
import dev.skep.engine.RunInput;
import dev.skep.spec.MapSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndToEndTest {
  @BeforeEach
  void needsTheKernel() {
    Requires.kernel();
  }

  @Test
  void bpfIsAvailableToRoot() {
    assertInstanceOf(Availability.Available.class, KernelEngine.availability());
  }

  @Test
  void aTracepointCountsTheSystemCallsOfThisProcessPerCpu() throws Exception {
    try (KernelEngine engine = KernelEngine.open();
        Arena arena = Arena.ofConfined()) {
      BpfMap counts = engine.create(MapSpec.of("counts", MapType.PERCPU_ARRAY, 4, 8, 1));
      var spec = Programs.countingProcess(ProgramType.TRACEPOINT, ProcessHandle.current().pid());
      try (var link =
          engine.attach(
              engine.load(spec, Map.of("counts", counts)),
              new AttachTarget.Tracepoint("raw_syscalls", "sys_enter"))) {
        assertInstanceOf(BpfLink.class, link);
        for (int i = 0; i < 1000; i++) {
          assertTrue(Files.exists(Path.of("/proc/self/status")));
        }
      }
      MemorySegment key = arena.allocate(JAVA_INT);
      MemorySegment value = arena.allocate(counts.valueBytes(), 8);
      assertTrue(counts.lookup(key, value));
      long sum = 0;
      for (int cpu = 0; cpu < engine.cpus(); cpu++) {
        sum += value.getAtIndex(JAVA_LONG, cpu);
      }
      assertTrue(sum >= 1000, "counted " + sum);
    }
  }

  @Test
  void aRingBufferHandsOverEveryRecordInOrderAndAwaitSaysWhenThereAreSome() {
    try (KernelEngine engine = KernelEngine.open()) {
      BpfMap ring = engine.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 1 << 12));
      var program =
          engine.load(Programs.writing(ProgramType.RAW_TRACEPOINT, 7), Map.of("ring", ring));
      RingReader reader = engine.reader(ring);
      List<Long> times = new ArrayList<>();
      assertEquals(Wake.DEADLINE, engine.await(engine.clock().nanos() + 1_000_000));
      // Several times the ring's size in all, so that records wrap.
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++) {
          program.run(RunInput.NONE);
        }
        assertEquals(Wake.RECORDS, engine.await(Long.MAX_VALUE));
        int records =
            reader.drain(each -> {
              assertEquals(16, each.byteSize());
              assertEquals(7, each.get(JAVA_LONG_UNALIGNED, 8));
              times.add(each.get(JAVA_LONG_UNALIGNED, 0));
            });
        assertEquals(100, records);
      }
      assertEquals(5000, times.size());
      for (int i = 1; i < times.size(); i++) {
        assertTrue(times.get(i - 1) < times.get(i), "record " + i);
      }
      engine.wake();
      assertEquals(Wake.WOKEN, engine.await(Long.MAX_VALUE));
    }
  }
}
