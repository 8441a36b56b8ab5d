package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.Program;
import dev.skep.engine.RingReader;
import dev.skep.engine.RunInput;
import dev.skep.engine.TrapException;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.AluOperation;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.spec.LineInfo;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stops a run, what it says, and what it leaves behind. */
class TrapTest {
  private static final LoadOptions BUDGET = new LoadOptions(LoadOptions.Log.ON_REJECTION, 1000);

  private static String trap(Programs program, Map<String, BpfMap> maps, VmEngine engine) {
    ProgramSpec spec = program.spec("p", ProgramType.RAW_TRACEPOINT);
    Program loaded = engine.load(spec, maps, BUDGET);
    return assertThrows(TrapException.class, () -> loaded.run(RunInput.NONE)).toString();
  }

  private static void assertTrap(Programs program, String... parts) {
    try (VmEngine engine = VmEngine.builder().cpus(1).build()) {
      String message = trap(program, Map.of(), engine);
      for (String part : parts) {
        assertTrue(message.contains(part), message);
      }
    }
  }

  @Test
  void accessesOutsideOfEveryRegion() {
    assertTrap(
        Programs.start().move(R1, 16).load(MemorySize.W, R0, R1, 0).exit(),
        "instruction 1",
        "read of bytes=4 at address=0x10, outside every live region (nearest: stack");
    assertTrap(
        Programs.start().store(MemorySize.DW, R10, -4, 0).exit(0), "instruction 0", "bytes=8");
    assertTrap(Programs.start().store(MemorySize.B, R10, -513, 0).exit(0), "instruction 0");
    assertTrap(Programs.start().store(MemorySize.B, R10, 0, 0).exit(0), "instruction 0");
  }

  @Test
  void anEndlessLoopSpendsItsBudget() {
    assertTrap(
        Programs.start().add(new Instruction.Jump(false, -1)),
        "the budget of instructions=1000 is spent");
  }

  @Test
  void endlessRecursion() {
    assertTrap(
        Programs.start().add(new Instruction.CallSubprogram(-1)).exit(0), "more than 8 frames");
  }

  @Test
  void runningPastTheEnd() {
    assertTrap(Programs.start().move(R0, 0), "ran past its last instruction");
  }

  @Test
  void unalignedAtomics() {
    assertTrap(
        Programs.start().stack(R1, -12).move(R2, 1).atomicAdd(R1, R2).exit(0), "is not aligned");
  }

  @Test
  void valuesOfOtherEntriesAreOutOfReach() {
    try (VmEngine engine = VmEngine.builder().cpus(1).build()) {
      BpfMap array = engine.create(MapSpec.of("a", MapType.ARRAY, 4, 4, 8));
      Programs program =
          Programs.start()
              .store(MemorySize.W, R10, -4, 1)
              .map(R1, "a")
              .stack(R2, -4)
              .call(1)
              .load(MemorySize.W, R1, R0, 0)
              .load(MemorySize.W, R1, R0, 4)
              .exit(0);
      String message = trap(program, Map.of("a", array), engine);
      assertTrue(message.contains("instruction 7"), message);
      assertTrue(message.contains("values of map \"a\""), message);
    }
  }

  @Test
  void readOnlyMapsCannotBeWritten() {
    try (VmEngine engine = VmEngine.builder().cpus(1).build()) {
      BpfMap rodata = engine.create(MapSpec.of(".rodata", MapType.ARRAY, 4, 8, 1).withFlags(0x80));
      Programs program =
          Programs.start().mapValue(R1, ".rodata", 4).store(MemorySize.W, R1, 0, 1).exit(0);
      String message = trap(program, Map.of(".rodata", rodata), engine);
      assertTrue(message.contains("which is read-only"), message);
    }
  }

  @Test
  void theMessageNamesTheSourceLine() {
    ProgramSpec spec =
        Programs.start()
            .move(R1, 0)
            .load(MemorySize.W, R0, R1, 0)
            .exit()
            .spec("p", ProgramType.RAW_TRACEPOINT)
            .toBuilder()
            .lines(List.of(new LineInfo(0, "a.c", "", 3, 1), new LineInfo(1, "a.c", "", 7, 1)))
            .build();
    try (VmEngine engine = VmEngine.builder().build()) {
      Program program = engine.load(spec, Map.of());
      TrapException trap = assertThrows(TrapException.class, () -> program.run(RunInput.NONE));
      assertEquals(1, trap.slot());
      assertTrue(
          trap.toString().contains("program \"p\", instruction 1, a.c:7: "), trap.toString());
    }
  }

  @Test
  void aReservationOfATrappedRunIsDiscarded() {
    try (VmEngine engine = VmEngine.builder().cpus(1).build()) {
      BpfMap ring = engine.create(MapSpec.of("r", MapType.RINGBUF, 0, 0, 4096));
      RingReader reader = engine.reader(ring);
      Programs program =
          Programs.start()
              .map(R1, "r")
              .move(R2, 8)
              .move(R3, 0)
              .call(131)
              .move(R6, R0)
              .store(MemorySize.DW, R6, 0, 1)
              .store(MemorySize.DW, R6, 8, 1)
              .exit(0);
      String message = trap(program, Map.of("r", ring), engine);
      assertTrue(message.contains("instruction 7"), message);
      assertEquals(0, reader.drain(record -> {}));
      Program next =
          engine.load(
              Programs.start()
                  .store(MemorySize.DW, R10, -8, 5)
                  .map(R1, "r")
                  .stack(R2, -8)
                  .move(R3, 8)
                  .move(dev.skep.isa.Register.R4, 0)
                  .call(130)
                  .exit()
                  .spec("next", ProgramType.RAW_TRACEPOINT),
              Map.of("r", ring));
      assertEquals(0, next.run(RunInput.NONE).returnValue());
      assertEquals(1, reader.drain(record -> {}));
    }
  }

  @Test
  void whatTheEngineLacksIsRefusedWhenAProgramIsLoaded() {
    try (VmEngine engine = VmEngine.builder().build()) {
      ProgramSpec stack = Programs.start().call(27).exit(0).spec("s", ProgramType.RAW_TRACEPOINT);
      UnsupportedException refusal =
          assertThrows(UnsupportedException.class, () -> engine.load(stack, Map.of()));
      assertTrue(refusal.toString().contains("bpf_get_stackid"), refusal.toString());
      assertTrue(refusal.toString().contains("it takes stacks"), refusal.toString());
      ProgramSpec wild =
          Programs.start()
              .add(new Instruction.Jump(false, 5))
              .spec("w", ProgramType.RAW_TRACEPOINT);
      assertThrows(UnsupportedException.class, () -> engine.load(wild, Map.of()));
    }
  }

  @Test
  void mayGotoEndsAnEndlessLoop() {
    ProgramSpec spec =
        Programs.start()
            .move(R0, 0)
            .add(new Instruction.MayGoto((short) 2))
            .alu(AluOperation.ADD, R0, 1)
            .add(new Instruction.Jump(false, -3))
            .exit()
            .spec("m", ProgramType.RAW_TRACEPOINT);
    try (VmEngine engine = VmEngine.builder().build()) {
      assertEquals(8 << 20, engine.load(spec, Map.of()).run(RunInput.NONE).returnValue());
    }
    assertFalse(spec.code().size() == 0);
  }
}
