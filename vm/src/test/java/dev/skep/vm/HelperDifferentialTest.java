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

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.UpdateMode;
import dev.skep.isa.AluOperation;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.kernel.KernelEngine;
import dev.skep.kernel.KernelProgram;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Helpers that every program type may call give the same on Linux and here. */
class HelperDifferentialTest {
  private static final List<MapSpec> MAPS =
      List.of(
          MapSpec.of("hash", MapType.HASH, 8, 8, 4),
          MapSpec.of("array", MapType.ARRAY, 4, 8, 3),
          MapSpec.of("percpu", MapType.PERCPU_ARRAY, 4, 8, 1),
          MapSpec.of("queue", MapType.QUEUE, 0, 8, 2),
          MapSpec.of("stack", MapType.STACK, 0, 8, 2),
          MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096),
          text("world", "world %d|%5u|%-4d|%04x|%llu|%c|%s|%%\0"));

  private static MapSpec text(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    MapSpec.Entry entry = new MapSpec.Entry.Value(Bytes.copyOf(new byte[4]), Bytes.copyOf(bytes));
    return MapSpec.of(name, MapType.ARRAY, 4, bytes.length, 1)
        .withFlags(0x80)
        .withContents(List.of(entry), true);
  }

  private static ProgramSpec tc(String name, Programs program) {
    return program.exit().spec(name, ProgramType.SCHED_CLS);
  }

  /** Puts up to eight characters on the stack at −16. */
  private static Programs string(String text) {
    Programs program = Programs.start();
    byte[] bytes = java.util.Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 16);
    MemorySegment words = MemorySegment.ofArray(bytes);
    for (int i = 0; i < 16; i += 4) {
      int word = words.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, i);
      program.store(MemorySize.W, R10, -16 + i, word);
    }
    return program;
  }

  private static ProgramSpec number(int helper, String text, int base) {
    return tc(
        helper + " " + text,
        string(text)
            .store(MemorySize.DW, R10, -24, 0)
            .stack(R1, -16)
            .move(R2, 16)
            .move(R3, base)
            .stack(R4, -24)
            .call(helper)
            .alu(AluOperation.LSH, R0, 24)
            .load(MemorySize.DW, R1, R10, -24)
            .alu(AluOperation.ADD, R0, R1));
  }

  private static ProgramSpec compare(String text) {
    return tc(
        "strncmp " + text,
        string(text).stack(R1, -16).move(R2, 16).mapValue(R3, "world", 0).call(182));
  }

  private static ProgramSpec checksum(int fromSize, int toSize, int seed) {
    return tc(
        "csum_diff " + fromSize + " " + toSize,
        string("abcdefghijklmno")
            .stack(R1, -16)
            .move(R2, fromSize)
            .stack(R3, -8)
            .move(R4, toSize)
            .move(R5, seed)
            .call(28));
  }

  private static ProgramSpec queue(String map, int helper, int times) {
    Programs program = Programs.start().move(R6, 0);
    for (int i = 0; i < times; i++) {
      program.store(MemorySize.DW, R10, -8, i + 5);
      program.map(R1, map).stack(R2, -8).move(R3, 0).call(87);
      program.alu(AluOperation.MUL, R6, 31).alu(AluOperation.ADD, R6, R0);
    }
    program.map(R1, map).stack(R2, -8).call(helper);
    program.load(MemorySize.DW, R1, R10, -8).alu(AluOperation.ADD, R6, R1);
    return tc(map + " " + helper, program.alu(AluOperation.ADD, R0, R6));
  }

  private static ProgramSpec format() {
    Programs program = Programs.start();
    long[] values = {-3, 77, -5, 0xbeef, -1, 'x'};
    for (int i = 0; i < values.length; i++) {
      program.store(MemorySize.DW, R10, -64 + 8 * i, (int) values[i]);
    }
    program.mapValue(R1, "world", 0).store(MemorySize.DW, R10, -16, 0);
    program.store(MemorySize.DW, R10, -64 + 48, R1);
    for (int i = 0; i < 8; i++) {
      program.store(MemorySize.DW, R10, -128 + 8 * i, 0);
    }
    program
        .stack(R1, -128)
        .move(R2, 60)
        .mapValue(R3, "world", 0)
        .stack(R4, -64)
        .move(R5, 56)
        .call(165)
        .move(R6, R0);
    for (int i = 0; i < 8; i++) {
      program.load(MemorySize.DW, R1, R10, -128 + 8 * i);
      program.alu(AluOperation.MUL, R6, 31).alu(AluOperation.ADD, R6, R1);
    }
    return tc("snprintf", program.move(R0, R6));
  }

  private static ProgramSpec tail(int value) {
    return tc(
        "tail_call " + value,
        Programs.start().map(R2, "jumps").move(R3, value).call(12).move(R0, 3));
  }

  static Stream<ProgramSpec> programs() {
    return Stream.of(
        number(105, " -42x", 10),
        number(105, "0x1F", 0),
        number(105, "017", 0),
        number(105, "zz", 10),
        number(105, "-", 10),
        number(106, "42", 16),
        number(106, "-42", 10),
        number(106, "0xg", 16),
        number(106, "99999999999999", 10),
        number(105, "1", 7),
        compare("world"),
        compare("word"),
        compare("x"),
        compare("world %d|%5u|%"),
        checksum(0, 8, 0),
        checksum(8, 0, 0),
        checksum(8, 8, 1234),
        checksum(4, 8, -1),
        queue("queue", 88, 2),
        queue("queue", 89, 3),
        queue("queue", 88, 0),
        queue("stack", 88, 3),
        queue("stack", 89, 2),
        tc("count", string("k").move(R0, 0).store(MemorySize.DW, R10, -8, 5).count("hash", false)),
        format(),
        tail(0),
        tail(1),
        tail(7),
        tc(
            "ring",
            Programs.start()
                .map(R1, "ring")
                .move(R2, 24)
                .move(R3, 0)
                .call(131)
                .jump(Condition.NOT_EQUAL, R0, 0, 2)
                .move(R0, 1)
                .exit()
                .store(MemorySize.DW, R0, 0, 7)
                .move(R1, R0)
                .move(R2, 0)
                .call(132)
                .map(R1, "ring")
                .move(R2, 3)
                .call(134)),
        tc(
            "output",
            string("abc").map(R1, "ring").stack(R2, -16).move(R3, 5).move(R4, 8).call(130)));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("programs")
  void aHelperGivesWhatLinuxGives(ProgramSpec spec) {
    Requires.kernel();
    try (Engine kernel = KernelEngine.open();
        Engine vm = VmEngine.builder().build()) {
      assertEquals(run(kernel, spec), run(vm, spec), spec.name());
    }
  }

  private static String run(Engine engine, ProgramSpec spec) {
    Map<String, BpfMap> maps = new HashMap<>();
    MAPS.forEach(each -> maps.put(each.name(), engine.create(each)));
    BpfMap jumps = engine.create(MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 4));
    maps.put("jumps", jumps);
    Program first = engine.load(tc("first", Programs.start().move(R0, 42)), Map.of());
    // Calls itself until the limit of tail calls is reached.
    Program second =
        engine.load(
            tc(
                "second",
                Programs.start()
                    .move(R6, R1)
                    .mapValue(R1, "counter", 0)
                    .load(MemorySize.DW, R0, R1, 0)
                    .alu(AluOperation.ADD, R0, 1)
                    .store(MemorySize.DW, R1, 0, R0)
                    .move(R1, R6)
                    .map(R2, "jumps")
                    .move(R3, 1)
                    .call(12)
                    .mapValue(R1, "counter", 0)
                    .load(MemorySize.DW, R0, R1, 0)),
            Map.of(
                "jumps", jumps, "counter", engine.create(MapSpec.of("c", MapType.ARRAY, 4, 8, 1))));
    Program[] targets = {first, second};
    for (int i = 0; i < targets.length; i++) {
      int descriptor =
          switch (targets[i]) {
            case KernelProgram program -> program.descriptor();
            default -> ((VmEngine) engine).descriptor(targets[i]);
          };
      jumps.update(
          MemorySegment.ofArray(new int[] {i}),
          MemorySegment.ofArray(new int[] {descriptor}),
          UpdateMode.ANY);
    }
    int result = engine.load(spec, maps).run(RunInput.ofData(new byte[64])).returnValue();
    jumps.delete(MemorySegment.ofArray(new int[] {1}));
    return spec.name() + " " + result;
  }
}
