package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R4;
import static dev.skep.isa.Register.R5;
import static dev.skep.isa.Register.R6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Program;
import dev.skep.engine.RingReader;
import dev.skep.engine.RunInput;
import dev.skep.engine.UpdateMode;
import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Helpers that call functions of the program, and those that only user space sees. */
class CallbackTest {
  private static int run(VmEngine engine, Programs program, Map<String, BpfMap> maps) {
    ProgramSpec spec = program.spec("p", ProgramType.RAW_TRACEPOINT);
    try (Program loaded = engine.load(spec, maps)) {
      return loaded.run(RunInput.NONE).returnValue();
    }
  }

  /** The callback adds its index to the context and stops at a limit. */
  @ParameterizedTest
  @CsvSource({"10, 100, 10, 45", "10, 4, 5, 10", "0, 4, 0, 0", "9000000, 4, -7, 0"})
  void aLoopCallsBackUntilItIsToldToStop(int count, int stop, int result, int sum) {
    Programs program =
        Programs.start()
            .store(MemorySize.DW, R10, -8, 0)
            .move(R6, 77)
            .move(R1, count)
            .function(R2, 11)
            .stack(R3, -8)
            .move(R4, 0)
            .call(181)
            .load(MemorySize.DW, R1, R10, -8)
            .alu(AluOperation.LSH, R1, 8)
            .alu(AluOperation.ADD, R0, R1)
            .jump(Condition.EQUAL, R6, 77, 1)
            .move(R0, -1)
            .exit()
            .move(R6, 1)
            .load(MemorySize.DW, R3, R2, 0)
            .alu(AluOperation.ADD, R3, R1)
            .store(MemorySize.DW, R2, 0, R3)
            .move(R0, 0)
            .jump(Condition.UNSIGNED_LESS, R1, stop, 1)
            .move(R0, 1)
            .exit();
    try (VmEngine engine = VmEngine.builder().build()) {
      assertEquals(result + (sum << 8), run(engine, program, Map.of()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MapType.class,
      names = {"HASH", "ARRAY", "LRU_HASH", "PERCPU_ARRAY"})
  void forEachVisitsEveryEntryWithKeyAndValue(MapType type) {
    Programs program =
        Programs.start()
            .store(MemorySize.DW, R10, -8, 0)
            .map(R1, "m")
            .function(R2, 9)
            .stack(R3, -8)
            .move(R4, 0)
            .call(164)
            .load(MemorySize.DW, R1, R10, -8)
            .alu(AluOperation.LSH, R1, 8)
            .alu(AluOperation.ADD, R0, R1)
            .exit()
            .load(MemorySize.W, R5, R2, 0)
            .load(MemorySize.DW, R0, R3, 0)
            .alu(AluOperation.ADD, R5, R0)
            .load(MemorySize.DW, R0, R4, 0)
            .alu(AluOperation.ADD, R0, R5)
            .store(MemorySize.DW, R4, 0, R0)
            .move(R0, 0)
            .exit();
    try (VmEngine engine = VmEngine.builder().cpus(1).build()) {
      BpfMap map = engine.create(MapSpec.of("m", type, 4, 8, 4));
      for (int i = 0; i < 4; i++) {
        map.update(
            MemorySegment.ofArray(new int[] {i}),
            MemorySegment.ofArray(new long[] {10}),
            UpdateMode.ANY);
      }
      assertEquals(4 + (46 << 8), run(engine, program, Map.of("m", map)));
    }
  }

  @Test
  void aProgramDrainsWhatUserSpaceSubmits() {
    Programs program =
        Programs.start()
            .store(MemorySize.DW, R10, -8, 0)
            .map(R1, "u")
            .function(R2, 9)
            .stack(R3, -8)
            .move(R4, 0)
            .call(209)
            .load(MemorySize.DW, R1, R10, -8)
            .alu(AluOperation.LSH, R1, 8)
            .alu(AluOperation.ADD, R0, R1)
            .exit()
            .move(R6, R2)
            .move(R3, R1)
            .stack(R1, -8)
            .move(R2, 8)
            .move(R4, 0)
            .move(R5, 0)
            .call(201)
            .load(MemorySize.DW, R1, R10, -8)
            .load(MemorySize.DW, R2, R6, 0)
            .alu(AluOperation.ADD, R1, R2)
            .store(MemorySize.DW, R6, 0, R1)
            .move(R0, 0)
            .exit();
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap ring = engine.create(MapSpec.of("u", MapType.USER_RINGBUF, 0, 0, 4096));
      for (long i = 1; i <= 3; i++) {
        assertTrue(engine.submit(ring, MemorySegment.ofArray(new long[] {i})));
      }
      assertEquals(3 + (6 << 8), run(engine, program, Map.of("u", ring)));
      assertEquals(0, run(engine, program, Map.of("u", ring)));
    }
  }

  @Test
  void perfEventsReachTheReader() {
    Programs program =
        Programs.start()
            .store(MemorySize.DW, R10, -8, 9)
            .map(R2, "events")
            .add(dev.skep.isa.Instruction.LoadImmediate64.of(R3, 0xffff_ffffL))
            .stack(R4, -8)
            .move(R5, 8)
            .call(25)
            .exit();
    try (VmEngine engine = VmEngine.builder().build()) {
      BpfMap events = engine.create(MapSpec.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 64));
      assertEquals(-2, run(engine, program, Map.of("events", events)));
      RingReader reader = engine.reader(events);
      assertEquals(0, run(engine, program, Map.of("events", events)));
      List<Long> seen = new ArrayList<>();
      reader.drain(record -> seen.add(record.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)));
      assertEquals(List.of(9L), seen);
    }
  }

  @Test
  void theHostAddsHelpersOfItsOwn() {
    HostHelper sum =
        (call, address, count, r3, r4, r5) -> {
          long total = call.cpu() * 0L;
          MemorySegment numbers = call.read(address, 8 * count);
          for (int i = 0; i < count; i++) {
            total += numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
          }
          call.write(address, 8).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, total);
          return total;
        };
    Programs program =
        Programs.start()
            .store(MemorySize.DW, R10, -16, 30)
            .store(MemorySize.DW, R10, -8, 12)
            .stack(R1, -16)
            .move(R2, 2)
            .call(1000)
            .load(MemorySize.DW, R1, R10, -16)
            .alu(AluOperation.ADD, R0, R1)
            .exit();
    try (VmEngine engine = VmEngine.builder().helper(1000, sum).build()) {
      assertEquals(84, run(engine, program, Map.of()));
    }
  }

  @Test
  void printedLinesReachTheHost() {
    List<String> lines = new ArrayList<>();
    Programs program =
        Programs.start()
            .store(MemorySize.W, R10, -8, 0x0a64253d)
            .store(MemorySize.W, R10, -4, 0)
            .stack(R1, -8)
            .move(R2, 5)
            .move(R3, -6)
            .call(6)
            .exit();
    try (VmEngine engine = VmEngine.builder().printer(lines::add).build()) {
      assertEquals(4, run(engine, program, Map.of()));
      assertEquals(List.of("=-6"), lines);
    }
  }

  @Test
  void probeReadsOfWhatIsNotThereFailWithoutATrap() {
    Programs program =
        Programs.start()
            .store(MemorySize.DW, R10, -8, -1)
            .stack(R1, -8)
            .move(R2, 8)
            .move(R3, 4096)
            .call(113)
            .load(MemorySize.DW, R1, R10, -8)
            .alu(AluOperation.ADD, R0, R1)
            .exit();
    try (VmEngine engine = VmEngine.builder().build()) {
      assertEquals(-14, run(engine, program, Map.of()));
    }
  }
}
