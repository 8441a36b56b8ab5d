package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.HookOrder;
import dev.skep.engine.Link;
import dev.skep.engine.Program;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.AluOperation;
import dev.skep.isa.AtomicOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.JumpIf;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadImmediate64;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.StoreImmediate;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Width;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Programs on hooks of the host: order, verdicts, exchange while events run, statistics. */
final class HookTest {
  private static final int XDP_DROP = 1;
  private static final int XDP_PASS = 2;

  private final VmEngine engine = VmEngine.builder().cpus(2).statistics().build();
  private final BpfMap counts = engine.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 64));
  private final MemorySegment frame = MemorySegment.ofArray(new byte[64]);

  /** A program that adds one to a value of the map and returns a number. */
  private Program counting(ProgramType type, int index, int result) {
    List<Instruction> code = new ArrayList<>();
    code.add(new StoreImmediate(MemorySize.W, R10, (short) -4, index));
    code.add(new Move(Width.W64, R2, R10));
    code.add(new Alu(Width.W64, AluOperation.ADD, R2, Operand.of(-4)));
    int reference = code.size();
    code.add(new LoadImmediate64(R1, PseudoImmediate.MAP_FD, 0, 0));
    code.add(new CallHelper(1));
    code.add(new JumpIf(Width.W64, Condition.EQUAL, R0, Operand.of(0), (short) 2));
    code.add(new Move(Width.W64, R1, Operand.of(1)));
    code.add(new Atomic(MemorySize.DW, AtomicOperation.ADD, false, R0, (short) 0, R1));
    code.add(new Move(Width.W64, R0, Operand.of(result)));
    code.add(new Exit());
    ProgramSpec spec =
        ProgramSpec.builder("counting" + index, type)
            .code(Code.of(code))
            .reference(reference, new Reference.ToMap("counts"))
            .build();
    return engine.load(spec, Map.of("counts", counts));
  }

  private long count(int index) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(4, 8);
      key.set(ValueLayout.JAVA_INT, 0, index);
      MemorySegment value = arena.allocate(8, 8);
      assertTrue(counts.lookup(key, value));
      return value.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  private Link attach(Program program, HookOrder order) {
    return engine.attach(program, new AttachTarget.Hook("wan", order));
  }

  @Test
  void xdpProgramsRunInOrderUntilOneDoesNotPassThePacketOn() {
    PacketHook hook = engine.packetHook("wan", PacketHook.Kind.XDP);
    assertEquals(XDP_PASS, hook.run(frame).value());
    attach(counting(ProgramType.XDP, 0, XDP_PASS), HookOrder.LAST);
    Link dropping = attach(counting(ProgramType.XDP, 1, XDP_DROP), HookOrder.LAST);
    attach(counting(ProgramType.XDP, 2, XDP_PASS), HookOrder.LAST);
    assertEquals(XDP_DROP, hook.run(frame).value());
    assertEquals(List.of(1L, 1L, 0L), List.of(count(0), count(1), count(2)));
    attach(counting(ProgramType.XDP, 3, XDP_PASS), new HookOrder.Before(dropping));
    attach(counting(ProgramType.XDP, 4, XDP_PASS), new HookOrder.Priority(-1));
    Link behind = attach(counting(ProgramType.XDP, 5, XDP_PASS), new HookOrder.After(dropping));
    assertEquals(XDP_DROP, hook.run(frame).value());
    assertEquals(List.of(1L, 1L, 0L), List.of(count(3), count(4), count(5)));
    dropping.close();
    assertEquals(XDP_PASS, hook.run(frame).value());
    assertEquals(
        List.of(3L, 2L, 1L, 2L, 2L, 1L),
        List.of(count(0), count(1), count(2), count(3), count(4), count(5)));
    dropping.close();
    behind.close();
    assertThrows(
        AttachException.class,
        () -> attach(counting(ProgramType.XDP, 6, XDP_PASS), new HookOrder.After(dropping)));
  }

  @Test
  void theStrictestSocketFilterDecides() {
    PacketHook hook = engine.packetHook("wan", PacketHook.Kind.SOCKET_FILTER);
    assertEquals(-1, hook.verdict(frame, 1));
    attach(counting(ProgramType.SOCKET_FILTER, 0, -1), HookOrder.LAST);
    attach(counting(ProgramType.SOCKET_FILTER, 1, 96), HookOrder.LAST);
    attach(counting(ProgramType.SOCKET_FILTER, 2, 1500), HookOrder.LAST);
    assertEquals(96, hook.verdict(frame, 1));
    assertEquals(List.of(1L, 1L, 1L), List.of(count(0), count(1), count(2)));
  }

  @Test
  void moreProgramsThanAreCompiledRunAsWell() {
    PacketHook hook = engine.packetHook("wan", PacketHook.Kind.XDP);
    for (int i = 0; i < 60; i++) {
      attach(counting(ProgramType.XDP, i, XDP_PASS), HookOrder.LAST);
    }
    assertEquals(XDP_PASS, hook.verdict(frame, 1));
    for (int i = 0; i < 60; i++) {
      assertEquals(1, count(i), "program " + i);
    }
  }

  @Test
  void aHostsOwnHookHandsItsContextToProgramsAndTakesItBack() {
    HostHook hook = engine.hostHook("wan", ProgramType.SYSCALL, 16, true);
    ProgramSpec spec =
        ProgramSpec.builder("second", ProgramType.SYSCALL)
            .code(
                Code.of(
                    List.of(
                        new Load(MemorySize.W, false, R0, R1, (short) 8),
                        new StoreImmediate(MemorySize.W, R1, (short) 0, 7),
                        new Exit())))
            .build();
    attach(engine.load(spec, Map.of()), HookOrder.LAST);
    MemorySegment context = MemorySegment.ofArray(new int[] {1, 2, 3, 4});
    assertEquals(3, hook.run(context));
    assertEquals(7, context.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    MemorySegment wrong = MemorySegment.ofArray(new int[3]);
    assertThrows(IllegalArgumentException.class, () -> hook.run(wrong));
  }

  @Test
  void programsThatDoNotFitAreRefusedByNameOfTheirType() {
    engine.packetHook("wan", PacketHook.Kind.XDP);
    Program filter = counting(ProgramType.SOCKET_FILTER, 0, 0);
    AttachException refused =
        assertThrows(AttachException.class, () -> attach(filter, HookOrder.LAST));
    assertTrue(String.valueOf(refused.getMessage()).contains("socket_filter, expected xdp"));
    assertThrows(AttachException.class, () -> engine.attach(filter, AttachTarget.Hook.of("lan")));
  }

  @Test
  void statisticsCountRunsOfEachProgramWhereTheEngineWasAskedTo() {
    PacketHook hook = engine.packetHook("wan", PacketHook.Kind.XDP);
    Program program = counting(ProgramType.XDP, 0, XDP_PASS);
    attach(program, HookOrder.LAST);
    for (int i = 0; i < 10; i++) {
      hook.verdict(frame, 1);
    }
    assertEquals(10, engine.statistics(program).runs());
    assertTrue(engine.statistics(program).nanos() > 0);
    try (VmEngine silent = VmEngine.builder().build()) {
      assertThrows(UnsupportedException.class, () -> silent.statistics(program));
    }
  }

  /** Two threads make events while a third exchanges, attaches and detaches programs. */
  @Test
  void exchangesLoseAndDuplicateNoEvent() throws InterruptedException {
    PacketHook hook = engine.packetHook("wan", PacketHook.Kind.XDP);
    Program[] alternatives = {
      counting(ProgramType.XDP, 0, XDP_PASS), counting(ProgramType.XDP, 0, XDP_PASS)
    };
    Link exchanged = attach(alternatives[0], HookOrder.LAST);
    Link fixed = attach(counting(ProgramType.XDP, 1, XDP_PASS), HookOrder.LAST);
    int events = 500_000;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch running = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      Thread.ofPlatform()
          .start(() -> {
            try {
              for (int event = 0; event < events; event++) {
                hook.verdict(frame, 1);
              }
            } catch (RuntimeException e) {
              failure.set(e);
            } finally {
              running.countDown();
            }
          });
    }
    SplittableRandom random = new SplittableRandom(4);
    int changes = 0;
    while (running.getCount() > 0) {
      exchanged.replace(alternatives[changes & 1]);
      HookOrder order =
          switch (random.nextInt(3)) {
            case 0 -> new HookOrder.Before(fixed);
            case 1 -> new HookOrder.After(exchanged);
            default -> HookOrder.LAST;
          };
      Program passing = counting(ProgramType.XDP, 2, XDP_PASS);
      Link link = attach(passing, order);
      link.close();
      long before = count(2);
      passing.close();
      // Once detached, a program runs no more.
      assertEquals(before, count(2));
      changes++;
    }
    running.await();
    assertEquals(null, failure.get());
    assertEquals(2L * events, count(0), "changes=" + changes);
    assertEquals(2L * events, count(1), "changes=" + changes);
    assertTrue(changes > 2, "changes=" + changes);
  }
}
