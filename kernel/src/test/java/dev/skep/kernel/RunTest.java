package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.ProgramType;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunTest {
  /** {@code BPF_F_SLEEPABLE}, which programs of type syscall must have. */
  private static final int SLEEPABLE = 1 << 4;

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

  private KernelProgram load(ProgramType type, int flags, String text) {
    ProgramSpec spec =
        ProgramSpec.builder("run", type).flags(flags).code(Assembler.assemble(text)).build();
    return engine.load(spec, Map.of());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SOCKET_FILTER",
        "SCHED_CLS",
        "SCHED_ACT",
        "XDP",
        "CGROUP_SKB",
        "LWT_IN",
        "LWT_OUT",
        "LWT_XMIT"
      })
  void packetsAreRepeated(ProgramType type) {
    KernelProgram program = engine.load(Programs.returning(type, 1), Map.of());
    RunResult result = program.run(RunInput.ofData(new byte[64]).repeated(1000));
    assertEquals(1, result.returnValue());
    assertTrue(result.meanNanos() > 0);
    assertTrue(result.data().length >= 50, "data=" + result.data().length);
  }

  @Test
  void thePacketAfterTheRunIsGivenBack() {
    KernelProgram program =
        load(
            ProgramType.XDP,
            0,
            """
            r2 = *(u32 *)(r1 +0)
            r3 = *(u32 *)(r1 +4)
            r4 = r2
            r4 += 2
            if r4 > r3 goto +2
            r5 = *(u8 *)(r2 +1)
            *(u8 *)(r2 +0) = r5
            r0 = 2
            exit
            """);
    byte[] packet = new byte[20];
    packet[1] = 9;
    RunResult result = program.run(RunInput.ofData(packet));
    assertEquals(2, result.returnValue());
    packet[0] = 9;
    assertArrayEquals(packet, result.data());
  }

  @Test
  void thePacketsContextIsTakenAndGivenBack() {
    // __sk_buff: mark stands at 8, priority at 32.
    KernelProgram program =
        load(
            ProgramType.SCHED_CLS,
            0,
            """
            r2 = *(u32 *)(r1 +8)
            r2 += 1
            *(u32 *)(r1 +8) = r2
            r0 = r2
            exit
            """);
    byte[] context = new byte[192];
    context[8] = 41;
    RunInput input =
        new RunInput(MemorySegment.ofArray(new byte[64]), MemorySegment.ofArray(context), 1, 0);
    RunResult result = program.run(input);
    assertEquals(42, result.returnValue());
    assertEquals(42, result.context()[8]);
    assertEquals(0, result.data().length);
  }

  @Test
  void rawTracepointsRunOnceOnAContext() {
    KernelProgram program = load(ProgramType.RAW_TRACEPOINT, 0, "r0 = *(u64 *)(r1 +8)\nexit");
    byte[] context = new byte[16];
    context[8] = 33;
    assertEquals(33, program.run(RunInput.ofContext(context)).returnValue());
    assertEquals(
        7,
        engine
            .load(Programs.returning(ProgramType.RAW_TRACEPOINT, 7), Map.of())
            .run(RunInput.NONE)
            .returnValue());
    UnsupportedException thrown =
        assertThrows(
            UnsupportedException.class, () -> program.run(RunInput.ofContext(context).repeated(2)));
    assertEquals(
        "program run (raw_tracepoint) runs once and on a context only: the kernel takes neither"
            + " repeat nor data",
        thrown.getMessage());
  }

  @Test
  void systemCallProgramsWriteIntoTheirContext() {
    KernelProgram program =
        load(
            ProgramType.SYSCALL,
            SLEEPABLE,
            """
            r2 = *(u64 *)(r1 +0)
            r2 += 1
            *(u64 *)(r1 +8) = r2
            r0 = 0
            exit
            """);
    byte[] context = new byte[16];
    context[0] = 5;
    assertEquals(6, program.run(RunInput.ofContext(context)).context()[8]);
  }

  @ParameterizedTest
  @EnumSource(names = {"KPROBE", "TRACEPOINT", "PERF_EVENT"})
  void typesThatCannotBeRunSaySo(ProgramType type) {
    KernelProgram program = engine.load(Programs.returning(type, 0), Map.of());
    UnsupportedException thrown =
        assertThrows(UnsupportedException.class, () -> program.run(RunInput.NONE));
    assertTrue(
        thrown.toString().endsWith("the kernel cannot run this type on demand"), thrown::toString);
  }

  @Test
  void aPacketThatIsTooShortIsSaid() {
    KernelProgram program = engine.load(Programs.returning(ProgramType.XDP, 2), Map.of());
    UnsupportedException thrown =
        assertThrows(UnsupportedException.class, () -> program.run(RunInput.ofData(new byte[10])));
    assertTrue(thrown.toString().contains("data bytes=10 (packets need 14 or more)"));
    assertThrows(
        IllegalArgumentException.class,
        () -> program.run(RunInput.ofData(new byte[64]).repeated(0)));
    program.close();
    assertThrows(IllegalStateException.class, () -> program.run(RunInput.ofData(new byte[64])));
  }
}
