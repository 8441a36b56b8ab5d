package dev.skep.vm.jit;

import dev.skep.abi.ProgramType;
import dev.skep.engine.Clock;
import dev.skep.engine.TrapException;
import dev.skep.isa.Code;
import dev.skep.isa.text.Disassembler;
import dev.skep.isa.text.Spelling;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.map.MapTable;
import dev.skep.vm.memory.AddressSpace;
import dev.skep.vm.memory.Fault;
import dev.skep.vm.memory.Memory;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.FunctionAddress;
import dev.skep.vm.run.HelperFunction;
import dev.skep.vm.run.Lowering;
import dev.skep.vm.run.Machine;
import dev.skep.vm.run.RunLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A program, and one that it may change to, run by the interpreter and compiled. */
final class BothWays {
  private static final int MEMORY_BYTES = 64;
  private static final int STACK_BYTES = Memory.FRAMES * Memory.FRAME_BYTES;

  private final Code code;
  private final Machine machine;
  private final Execution execution;
  private final MemorySegment memory = Arena.ofAuto().allocate(MEMORY_BYTES, 16);
  private final Region region = Region.of("memory", memory, true);
  private final Executable program;
  private final Executable other;

  /** What a run did: all that can be seen of it. */
  record Outcome(String end, long budget, String memory, int stackHash) {}

  private record Standstill() implements Clock {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public String name() {
      return "none";
    }
  }

  BothWays(Code code, SplittableRandom random) {
    this.code = code;
    this.machine = machine();
    this.execution = new Execution(machine, 0);
    long budget = random.nextInt(6) == 0 ? random.nextInt(200) + 1 : 20_000;
    RunLimits limits = new RunLimits(budget, random.nextInt(8) == 0, false);
    this.other = lower(RandomProgram.of(random, random.nextInt(30)), limits);
    this.program = lower(code, limits);
  }

  /** A machine without anything. */
  static Machine machine() {
    return new Machine(
        new AddressSpace(), new MapTable(), new Standstill(), 1, line -> {}, OptionalLong.empty());
  }

  private Executable lower(Code instructions, RunLimits limits) {
    ProgramSpec spec =
        ProgramSpec.builder("random", ProgramType.SOCKET_FILTER).code(instructions).build();
    return Lowering.lower(1, spec, Map.of(), this::helper, limits);
  }

  private HelperFunction helper(int id) {
    return switch (id) {
      case 1 -> (run, a, b, c, d, e) -> a * 31 + b * 17 + c * 5 + d * 3 + e;
      case 2 -> BothWays::callBack;
      case 3 ->
          (run, a, b, c, d, e) -> {
            if ((a & 7) == 3) {
              throw new Fault("argument=" + a + " of helper 3");
            }
            return run.budget;
          };
      case 12 ->
          (run, a, b, c, d, e) -> {
            if ((b & 1) == 0 && run.countTailCall()) {
              run.tailCall(run.current() == program ? other : program);
            }
            return -1;
          };
      case 4 -> (run, a, b, c, d, e) -> run.memory().find(a, 1) == null ? 0 : 1;
      default -> throw new dev.skep.engine.UnsupportedException("helper " + id + " is not there");
    };
  }

  private static long callBack(Execution run, long a, long b, long c, long d, long e) {
    long sum = 0;
    for (long each : new long[] {a, b, c, d, e}) {
      if (FunctionAddress.isOne(each)) {
        sum += run.callback(each, b, c, run.memory().stackTop() - 8, sum);
      }
    }
    return sum;
  }

  Outcome interpreted() {
    program.install(null);
    other.install(null);
    return run();
  }

  Outcome compiled() {
    JitCompiler.compile(program).ifPresent(program::install);
    JitCompiler.compile(other).ifPresent(other::install);
    return run();
  }

  boolean isCompiled() {
    return program.isCompiled();
  }

  private Outcome run() {
    for (int i = 0; i < MEMORY_BYTES; i++) {
      memory.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) (i * 37));
    }
    MemorySegment stack = execution.memory().stack();
    for (int i = 0; i < STACK_BYTES; i++) {
      stack.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) (i * 11));
    }
    String end;
    try {
      end = Long.toHexString(execution.run(program, region, region, region.base(), MEMORY_BYTES));
    } catch (TrapException trap) {
      end = trap.slot() + ": " + trap.getMessage();
    }
    byte[] bytes = memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    byte[] stackBytes = stack.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    return new Outcome(
        end, execution.remainingBudget(), Arrays.toString(bytes), Arrays.hashCode(stackBytes));
  }

  String text() {
    return Disassembler.of(Spelling.KERNEL).listing(code);
  }
}
