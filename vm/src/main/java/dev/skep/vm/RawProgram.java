package dev.skep.vm;

import dev.skep.abi.ProgramType;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.TrapException;
import dev.skep.engine.UnsupportedException;
import dev.skep.isa.Code;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.jit.JitCompiler;
import dev.skep.vm.map.MapTable;
import dev.skep.vm.memory.AddressSpace;
import dev.skep.vm.memory.Region;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.HelperFunction;
import dev.skep.vm.run.Lowering;
import dev.skep.vm.run.Machine;
import dev.skep.vm.run.RunLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A program of no Linux type, as conformance tests have them: R1 is the address of a memory or 0,
 * R2 its length in bytes, R10 the stack. Helper 5 returns its argument and ends the run when that
 * is zero, as in uBPF's tests; there are no others. Not verified: every access finds its region at
 * run time.
 */
public final class RawProgram {
  private static final int UNWIND = 5;

  private final Executable executable;
  private final Execution execution;

  private RawProgram(Executable executable, Execution execution) {
    this.executable = executable;
    this.execution = execution;
  }

  /**
   * Makes a program ready to run.
   *
   * @param mode {@link RunMode#JIT} compiles at once
   * @throws UnsupportedException when it names a map, a helper or a kernel function that is not
   *     there, or jumps nowhere
   */
  public static RawProgram of(Code code, LoadOptions options, RunMode mode) {
    Machine machine =
        new Machine(
            new AddressSpace(),
            new MapTable(),
            new HostClock(),
            1,
            line -> {},
            OptionalLong.empty());
    ProgramSpec spec = ProgramSpec.builder("raw", ProgramType.SOCKET_FILTER).code(code).build();
    RunLimits limits = new RunLimits(options.instructionBudget(), true, false);
    Executable executable = Lowering.lower(1, spec, Map.of(), RawProgram::helper, limits);
    if (mode == RunMode.JIT) {
      JitCompiler.compile(executable).ifPresent(executable::install);
    }
    return new RawProgram(executable, new Execution(machine, 0));
  }

  private static HelperFunction helper(int id) {
    if (id != UNWIND) {
      throw new UnsupportedException(
          "helper " + id + ", of which raw programs have only " + UNWIND);
    }
    return (run, r1, r2, r3, r4, r5) -> r1;
  }

  /**
   * Runs the program.
   *
   * @param memory what R1 points to and the program may change; empty for none
   * @return R0
   * @throws TrapException when the run was stopped
   */
  public synchronized long run(byte[] memory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(8, memory.length), 16).asSlice(0, memory.length);
      MemorySegment.copy(
          memory, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, memory.length);
      Region region = Region.of("memory", copy, true);
      long address = memory.length == 0 ? 0 : region.base();
      try {
        return execution.run(executable, region, region, address, memory.length);
      } finally {
        MemorySegment.copy(
            copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, memory, 0, memory.length);
      }
    }
  }
}
