package dev.skep.verifier;

import static dev.skep.isa.Register.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.abi.Helper;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.isa.AluOperation;
import dev.skep.isa.Code;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.finding.Finding;
import dev.skep.verifier.finding.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first finding names the real cause of what beginners get wrong, at its instruction. */
class BeginnerMistakesTest {
  private static final List<MapSpec> MAPS =
      List.of(
          MapSpec.of("values", MapType.ARRAY, 4, 16, 8),
          MapSpec.of("table", MapType.HASH, 8, 8, 64),
          MapSpec.of("events", MapType.RINGBUF, 0, 0, 4096),
          MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 4));

  record Mistake(String name, ProgramSpec program, Rule rule, int slot) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Instruction move(Register dst, int value) {
    return new Instruction.Move(Width.W64, dst, Operand.of(value));
  }

  private static Instruction move(Register dst, Register src) {
    return new Instruction.Move(Width.W64, dst, src);
  }

  private static Instruction add(Register dst, Operand src) {
    return new Instruction.Alu(Width.W64, AluOperation.ADD, dst, src);
  }

  private static Instruction load(MemorySize size, Register dst, Register base, int offset) {
    return new Instruction.Load(size, false, dst, base, (short) offset);
  }

  private static Instruction store(MemorySize size, Register base, int offset, int value) {
    return new Instruction.StoreImmediate(size, base, (short) offset, value);
  }

  private static Instruction call(Helper helper) {
    return new Instruction.CallHelper(helper.id());
  }

  private static Instruction jump(Condition condition, Register left, Operand right, int offset) {
    return new Instruction.JumpIf(Width.W64, condition, left, right, (short) offset);
  }

  private static Instruction map(Register dst) {
    return new Instruction.LoadImmediate64(dst, PseudoImmediate.MAP_FD, 0, 0);
  }

  private static Instruction exit() {
    return new Instruction.Exit();
  }

  private static Mistake of(
      String name, ProgramType type, Rule rule, int slot, Instruction... code) {
    return of(name, type, "", rule, slot, code);
  }

  /** The maps are named in the order of the instructions that load them. */
  private static Mistake of(
      String name, ProgramType type, String map, Rule rule, int slot, Instruction... code) {
    ProgramSpec.Builder builder = ProgramSpec.builder("p", type).code(Code.of(code));
    for (int i = 0; i < code.length; i++) {
      if (code[i] instanceof Instruction.LoadImmediate64) {
        builder.reference(i, new Reference.ToMap(map));
      }
    }
    return new Mistake(name, builder.build(), rule, slot);
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(memory(), calls(), control()).flatMap(each -> each);
  }

  private static Stream<Mistake> memory() {
    return Stream.of(
        of(
            "packet read without a check",
            ProgramType.XDP,
            Rule.PACKET_BOUNDS,
            1,
            load(MemorySize.W, R1, R1, 0),
            load(MemorySize.B, R0, R1, 12),
            exit()),
        of(
            "packet check one byte short",
            ProgramType.XDP,
            Rule.PACKET_BOUNDS,
            5,
            load(MemorySize.W, R2, R1, 0),
            load(MemorySize.W, R3, R1, 4),
            move(R4, R2),
            add(R4, Operand.of(14)),
            jump(Condition.UNSIGNED_GREATER, R4, R3, 1),
            load(MemorySize.H, R0, R2, 13),
            move(R0, 2),
            exit()),
        of(
            "map value used without a NULL check",
            ProgramType.KPROBE,
            "values",
            Rule.NULL_CHECK,
            6,
            store(MemorySize.W, R10, -4, 0),
            move(R2, R10),
            add(R2, Operand.of(-4)),
            map(R1),
            call(Helper.MAP_LOOKUP_ELEM),
            load(MemorySize.DW, R0, R0, 0),
            exit()),
        of(
            "map value read past its end",
            ProgramType.KPROBE,
            "values",
            Rule.MAP_VALUE_BOUNDS,
            7,
            store(MemorySize.W, R10, -4, 0),
            move(R2, R10),
            add(R2, Operand.of(-4)),
            map(R1),
            call(Helper.MAP_LOOKUP_ELEM),
            jump(Condition.EQUAL, R0, Operand.of(0), 1),
            load(MemorySize.DW, R0, R0, 12),
            exit()),
        of(
            "index into a map value without a bound",
            ProgramType.KPROBE,
            "values",
            Rule.MAP_VALUE_BOUNDS,
            9,
            store(MemorySize.W, R10, -4, 0),
            move(R2, R10),
            add(R2, Operand.of(-4)),
            map(R1),
            call(Helper.MAP_LOOKUP_ELEM),
            jump(Condition.EQUAL, R0, Operand.of(0), 3),
            load(MemorySize.W, R1, R0, 0),
            add(R0, R1),
            load(MemorySize.B, R0, R0, 0),
            exit()),
        of(
            "stack below its end",
            ProgramType.KPROBE,
            Rule.STACK_BOUNDS,
            0,
            store(MemorySize.DW, R10, -520, 1),
            move(R0, 0),
            exit()),
        of(
            "stack misaligned",
            ProgramType.KPROBE,
            Rule.ALIGNMENT,
            0,
            store(MemorySize.DW, R10, -12, 1),
            move(R0, 0),
            exit()),
        of(
            "number followed as a pointer",
            ProgramType.KPROBE,
            Rule.INVALID_POINTER,
            1,
            move(R1, 4096),
            load(MemorySize.DW, R0, R1, 0),
            exit()),
        of(
            "context field that does not exist",
            ProgramType.XDP,
            Rule.CONTEXT_ACCESS,
            0,
            load(MemorySize.W, R0, R1, 200),
            exit()));
  }

  private static Stream<Mistake> calls() {
    return Stream.of(
        of(
            "helper of another program type",
            ProgramType.SOCKET_FILTER,
            Rule.HELPER_UNAVAILABLE,
            1,
            move(R2, 8),
            call(Helper.XDP_ADJUST_HEAD),
            exit()),
        of(
            "helper that does not exist",
            ProgramType.KPROBE,
            Rule.HELPER_UNKNOWN,
            0,
            new Instruction.CallHelper(9999),
            exit()),
        of(
            "argument not set",
            ProgramType.KPROBE,
            "values",
            Rule.UNINITIALISED_REGISTER,
            2,
            map(R1),
            call(Helper.MAP_LOOKUP_ELEM),
            exit()),
        of(
            "reservation never submitted",
            ProgramType.KPROBE,
            "events",
            Rule.REFERENCE_LEAK,
            7,
            map(R1),
            move(R2, 16),
            move(R3, 0),
            call(Helper.RINGBUF_RESERVE),
            jump(Condition.EQUAL, R0, Operand.of(0), 0),
            move(R0, 0),
            exit()),
        of(
            "reservation submitted twice",
            ProgramType.KPROBE,
            "events",
            Rule.HELPER_ARGUMENT,
            12,
            map(R1),
            move(R2, 16),
            move(R3, 0),
            call(Helper.RINGBUF_RESERVE),
            jump(Condition.EQUAL, R0, Operand.of(0), 6),
            move(R6, R0),
            move(R1, R6),
            move(R2, 0),
            call(Helper.RINGBUF_SUBMIT),
            move(R1, R6),
            move(R2, 0),
            call(Helper.RINGBUF_SUBMIT),
            move(R0, 0),
            exit()),
        of(
            "wrong map for the helper",
            ProgramType.KPROBE,
            "jumps",
            Rule.MAP_HELPER,
            5,
            store(MemorySize.W, R10, -4, 0),
            move(R2, R10),
            add(R2, Operand.of(-4)),
            map(R1),
            call(Helper.MAP_LOOKUP_ELEM),
            move(R0, 0),
            exit()),
        of(
            "unbounded size",
            ProgramType.KPROBE,
            Rule.ARGUMENT_SIZE,
            4,
            load(MemorySize.DW, R2, R1, 0),
            move(R1, R10),
            add(R1, Operand.of(-64)),
            move(R3, 0),
            call(Helper.PROBE_READ_KERNEL),
            exit()));
  }

  private static Stream<Mistake> control() {
    return Stream.of(
        of("result not set", ProgramType.KPROBE, Rule.UNINITIALISED_REGISTER, 0, exit()),
        of(
            "loop without end",
            ProgramType.KPROBE,
            Rule.INFINITE_LOOP,
            1,
            move(R0, 0),
            new Instruction.Jump(false, -1)),
        of(
            "code after the end",
            ProgramType.KPROBE,
            Rule.UNREACHABLE_CODE,
            2,
            move(R0, 0),
            exit(),
            move(R0, 1),
            exit()),
        of("no exit", ProgramType.KPROBE, Rule.FALL_THROUGH, 0, move(R0, 0)),
        of(
            "jump out of the program",
            ProgramType.KPROBE,
            Rule.JUMP_TARGET,
            0,
            jump(Condition.EQUAL, R1, Operand.of(0), 7),
            exit()),
        of(
            "frame pointer changed",
            ProgramType.KPROBE,
            Rule.FRAME_POINTER,
            0,
            add(R10, Operand.of(-8)),
            exit()),
        of(
            "return value out of range",
            ProgramType.CGROUP_SKB,
            Rule.RETURN_VALUE,
            1,
            move(R0, 7),
            exit()));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theFirstFindingNamesTheCause(Mistake mistake) {
    Verdict verdict = Verifier.verify(mistake.program(), Environment.of(MAPS));
    Finding first = assertInstanceOf(Verdict.Rejected.class, verdict).findings().getFirst();
    assertEquals(mistake.rule(), first.rule(), first::toString);
    assertEquals(mistake.slot(), first.slot(), first::toString);
  }
}
