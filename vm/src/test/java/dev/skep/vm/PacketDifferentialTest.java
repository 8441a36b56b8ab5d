package dev.skep.vm;

import static dev.skep.isa.Register.R0;
import static dev.skep.isa.Register.R1;
import static dev.skep.isa.Register.R10;
import static dev.skep.isa.Register.R2;
import static dev.skep.isa.Register.R3;
import static dev.skep.isa.Register.R4;
import static dev.skep.isa.Register.R5;
import static dev.skep.isa.Register.R6;
import static dev.skep.isa.Register.R7;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.abi.ProgramType;
import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Width;
import dev.skep.kernel.KernelEngine;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same programs on the same packet, on Linux by BPF_PROG_TEST_RUN and here. */
class PacketDifferentialTest {
  /** Ethernet, IPv4, TCP and eight bytes, from 10.0.0.1:1234 to 10.0.0.2:80. */
  private static final byte[] PACKET =
      HexFormat.of()
          .parseHex(
              "020000000002020000000001080045000030000140004006 26c50a0000010a00000204d20050"
                      .replace(" ", "")
                  + "000000010000000050022000b6d200000102030405060708aabb");

  private static Programs keepContext() {
    return Programs.start().move(R6, R1);
  }

  /** {@code helper(context, r2, r3, r4, r5)}, the result in R7. */
  private static Programs call(int helper, long r2, long r3, long r4, long r5) {
    return keepContext()
        .move(R1, R6)
        .move(R2, (int) r2)
        .move(R3, (int) r3)
        .move(R4, (int) r4)
        .move(R5, (int) r5)
        .call(helper);
  }

  private static ProgramSpec xdp(String name, Programs program) {
    return program.exit().spec(name, ProgramType.XDP);
  }

  private static ProgramSpec tc(String name, Programs program) {
    return program.exit().spec(name, ProgramType.SCHED_CLS);
  }

  private static Programs storeBytes(int offset, int flags) {
    return keepContext()
        .store(MemorySize.W, R10, -4, 0x11223344)
        .move(R1, R6)
        .move(R2, offset)
        .stack(R3, -4)
        .move(R4, 4)
        .move(R5, flags)
        .call(9);
  }

  private static Programs loadBytes(int helper, int offset) {
    return keepContext()
        .store(MemorySize.W, R10, -4, -1)
        .move(R1, R6)
        .move(R2, offset)
        .stack(R3, -4)
        .move(R4, 4)
        .move(R5, 0)
        .call(helper)
        .alu(AluOperation.LSH, R0, 32)
        .load(MemorySize.W, R1, R10, -4)
        .alu(AluOperation.ADD, R0, R1);
  }

  /** {@code if (data + 14 > data_end) return 7; return data[12]} with the fields at offsets. */
  private static Programs parse(int data, int dataEnd) {
    return Programs.start()
        .load(MemorySize.W, R2, R1, data)
        .load(MemorySize.W, R3, R1, dataEnd)
        .move(R4, R2)
        .alu(AluOperation.ADD, R4, 14)
        .move(R0, 7)
        .add(new Instruction.JumpIf(Width.W64, Condition.UNSIGNED_GREATER, R4, R3, (short) 1))
        .load(MemorySize.H, R0, R2, 12);
  }

  static Stream<ProgramSpec> programs() {
    return Stream.of(
        xdp("parse", parse(0, 4)),
        xdp("ingress", Programs.start().load(MemorySize.W, R0, R1, 12)),
        xdp("head_less", call(44, 14, 0, 0, 0)),
        xdp("head_more", call(44, -64, 0, 0, 0)),
        xdp("head_far", call(44, 1000, 0, 0, 0)),
        xdp("tail_less", call(65, -10, 0, 0, 0)),
        xdp("tail_more", call(65, 20, 0, 0, 0)),
        xdp("tail_far", call(65, -100, 0, 0, 0)),
        xdp("meta", call(54, -8, 0, 0, 0)),
        xdp("meta_odd", call(54, -7, 0, 0, 0)),
        xdp("length", call(188, 0, 0, 0, 0)),
        xdp("load", loadBytes(189, 26)),
        xdp("load_far", loadBytes(189, 100)),
        tc("parse", parse(76, 80)),
        tc("length", Programs.start().load(MemorySize.W, R0, R1, 0)),
        tc("protocol", Programs.start().load(MemorySize.W, R0, R1, 16)),
        tc("ifindex", Programs.start().load(MemorySize.W, R0, R1, 40)),
        tc("mark", Programs.start().store(MemorySize.W, R1, 8, 9).load(MemorySize.W, R0, R1, 8)),
        tc("load", loadBytes(26, 26)),
        tc("load_far", loadBytes(26, 62)),
        tc("relative", loadBytes(68, 12)),
        tc("store", storeBytes(30, 0)),
        tc("store_far", storeBytes(62, 0)),
        tc("store_flags", storeBytes(30, 64)),
        tc("l3_word", call(10, 24, 0x0100000a, 0x0300000a, 4)),
        tc("l3_half", call(10, 24, 0x3000, 0x3100, 2)),
        tc("l3_size", call(10, 24, 1, 2, 3)),
        tc("l3_far", call(10, 63, 1, 2, 2)),
        tc("l4_word", call(11, 50, 0x0100000a, 0x0300000a, 0x14)),
        tc("l4_half", call(11, 50, 0x5000, 0x1f90, 2)),
        tc("l4_zero", call(11, 52, 0x5000, 0x1f90, 0x22)),
        tc("tail_less", call(38, 40, 0, 0, 0)),
        tc("tail_more", call(38, 80, 0, 0, 0)),
        tc("tail_flags", call(38, 80, 1, 0, 0)),
        tc("pull", call(39, 20, 0, 0, 0)),
        tc("pull_far", call(39, 100, 0, 0, 0)),
        tc("room_mac", call(50, 20, 1, 0, 0)),
        tc("room_net", call(50, 8, 0, 0, 0)),
        tc("room_less", call(50, -20, 1, 0, 0)),
        tc("head", call(43, 14, 0, 0, 0)),
        tc("head_flags", call(43, 14, 1, 0, 0)),
        socketFilter("absolute", new Instruction.LoadPacketAbsolute(MemorySize.W, 12)),
        socketFilter("absolute_far", new Instruction.LoadPacketAbsolute(MemorySize.W, 100)),
        socketFilter("indirect", new Instruction.LoadPacketIndirect(MemorySize.H, R7, 2)));
  }

  private static ProgramSpec socketFilter(String name, Instruction load) {
    return keepContext().move(R7, 20).add(load).exit().spec(name, ProgramType.SOCKET_FILTER);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("programs")
  void aRunGivesWhatLinuxGives(ProgramSpec spec) {
    Requires.kernel();
    try (Engine kernel = KernelEngine.open();
        Engine vm = VmEngine.builder().build()) {
      assertEquals(run(kernel, spec), run(vm, spec));
    }
  }

  private static String run(Engine engine, ProgramSpec spec) {
    try (Program program = engine.load(spec, Map.of())) {
      RunResult result = program.run(RunInput.ofData(PACKET));
      return "%s %s: %d %s"
          .formatted(
              spec.type().label(),
              spec.name(),
              result.returnValue(),
              HexFormat.of().formatHex(result.data()));
    }
  }
}
