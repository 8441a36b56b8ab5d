package dev.skep.vm;

import dev.skep.abi.ProgramType;
import dev.skep.engine.Engine;
import dev.skep.engine.Program;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.engine.UnsupportedException;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.hook.ExecutableEntry;
import dev.skep.vm.hook.ProgramEntry;
import dev.skep.vm.hook.TestRun;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.Region;
import dev.skep.vm.packet.PacketShape;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A loaded program; it holds its maps until the last use of it ends. */
final class VmProgram implements Program {
  private final VmEngine engine;
  private final Executable executable;
  private final List<VmMap> maps;
  private final AtomicInteger references = new AtomicInteger(1);
  private volatile boolean closed;

  VmProgram(VmEngine engine, Executable executable, List<VmMap> maps) {
    this.engine = engine;
    this.executable = executable;
    this.maps = maps;
    maps.forEach(VmMap::retain);
  }

  Executable executable() {
    if (closed) {
      throw new IllegalStateException("program \"" + executable.name() + "\" is closed");
    }
    return executable;
  }

  boolean closed() {
    return closed;
  }

  /** How hooks start it. */
  ProgramEntry entry() {
    return new ExecutableEntry(executable());
  }

  void retain() {
    references.incrementAndGet();
  }

  void release() {
    if (references.decrementAndGet() == 0) {
      engine.unload(executable);
      maps.forEach(VmMap::release);
    }
  }

  @Override
  public ProgramSpec spec() {
    return executable.spec();
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public String verifierLog() {
    return "";
  }

  @Override
  public RunResult run(RunInput input) {
    Executable program = executable();
    Optional<PacketShape> packets = PacketShape.of(spec().type(), spec().expectedAttachType());
    if (packets.isPresent()) {
      return new TestRun(program, packets.get(), engine.network()).run(engine.slots(), input);
    }
    if (spec().type() != ProgramType.RAW_TRACEPOINT && spec().type() != ProgramType.SYSCALL) {
      throw new UnsupportedException(
          "program \"%s\": programs of type %s cannot be run on given input"
              .formatted(program.name(), spec().type().label()));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(8, input.context().byteSize()), 8);
      MemorySegment context = copy.asSlice(0, input.context().byteSize()).copyFrom(input.context());
      Region region = Region.of("context", context, spec().type() == ProgramType.SYSCALL);
      Execution execution = engine.slots().takeAny();
      try {
        return repeat(execution, program, region, input.repeat());
      } finally {
        engine.slots().giveBack(execution);
      }
    }
  }

  private static RunResult repeat(
      Execution execution, Executable program, Region context, int repeat) {
    long start = System.nanoTime();
    long result = execution.repeat(program, context, Region.NONE, context.base(), 0, repeat);
    long mean = (System.nanoTime() - start) / Math.max(1, repeat);
    byte[] after = context.segment().toArray(ValueLayout.JAVA_BYTE);
    return new RunResult((int) result, mean, new byte[0], after);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  @Override
  public String toString() {
    return "program \"" + executable.name() + "\"";
  }
}
