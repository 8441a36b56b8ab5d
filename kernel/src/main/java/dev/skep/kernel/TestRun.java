package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.abi.ProgramType;
import dev.skep.engine.BpfException;
import dev.skep.engine.RunInput;
import dev.skep.engine.RunResult;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Syscall;
import dev.skep.kernel.sys.TestRunAttribute;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;

/** {@code BPF_PROG_TEST_RUN}: runs a program now, on given input. */
final class TestRun {
  private final KernelProgram program;
  private final RunInput input;
  private final ProgramType type;

  private TestRun(KernelProgram program, RunInput input) {
    this.program = program;
    this.input = input;
    this.type = program.spec().type();
  }

  static RunResult of(KernelProgram program, RunInput input) {
    return new TestRun(program, input).run();
  }

  private RunResult run() {
    if (input.repeat() < 1) {
      throw new IllegalArgumentException(program + ": repeat=" + input.repeat() + ", at least 1");
    }
    if (!repeatable() && (input.repeat() > 1 || input.data().byteSize() > 0)) {
      throw new UnsupportedException(
          program + " runs once and on a context only: the kernel takes neither repeat nor data");
    }
    try (Arena arena = Arena.ofConfined();
        CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, TestRunAttribute.PROGRAM_FD, program.descriptor());
      MemorySegment data = data(attribute, arena);
      MemorySegment context = context(attribute, arena);
      if (repeatable()) {
        attribute.set(JAVA_INT, TestRunAttribute.REPEAT, input.repeat());
      }
      long result;
      do {
        result = Syscall.bpf(call, Command.PROG_TEST_RUN, attribute, TestRunAttribute.BYTES);
      } while (Syscall.failed(result, Errno.EINTR) || Syscall.failed(result, Errno.EAGAIN));
      if (result < 0) {
        throw failure(result);
      }
      return new RunResult(
          attribute.get(JAVA_INT, TestRunAttribute.RETURN_VALUE),
          Integer.toUnsignedLong(attribute.get(JAVA_INT, TestRunAttribute.DURATION)),
          bytes(data, attribute.get(JAVA_INT, TestRunAttribute.DATA_SIZE_OUT)),
          bytes(context, contextBytes(attribute)));
    }
  }

  /**
   * Tracing programs and system call programs run on a context alone, once; for them the kernel
   * refuses data, repeat and duration (bpf_prog_test_run_raw_tp, bpf_prog_test_run_syscall).
   */
  private boolean repeatable() {
    return switch (type) {
      case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE, TRACING, SYSCALL -> false;
      default -> true;
    };
  }

  /** Puts the data in place; the memory that the kernel writes the data after the run to. */
  private MemorySegment data(MemorySegment attribute, Arena arena) {
    long bytes = input.data().byteSize();
    if (bytes > 0) {
      MemorySegment in = arena.allocate(bytes, 8).copyFrom(input.data());
      attribute.set(JAVA_LONG, TestRunAttribute.DATA_IN, in.address());
      attribute.set(JAVA_INT, TestRunAttribute.DATA_SIZE_IN, Math.toIntExact(bytes));
    }
    if (input.dataOutBytes() == 0 || !repeatable()) {
      return MemorySegment.NULL;
    }
    MemorySegment out = arena.allocate(input.dataOutBytes(), 8);
    attribute.set(JAVA_LONG, TestRunAttribute.DATA_OUT, out.address());
    attribute.set(JAVA_INT, TestRunAttribute.DATA_SIZE_OUT, input.dataOutBytes());
    return out;
  }

  /**
   * Puts the context in place; the memory that holds it after the run. System call programs write
   * back into the input, raw tracepoints give nothing back.
   */
  private MemorySegment context(MemorySegment attribute, Arena arena) {
    long bytes = input.context().byteSize();
    if (bytes == 0) {
      return MemorySegment.NULL;
    }
    MemorySegment in = arena.allocate(bytes, 8).copyFrom(input.context());
    attribute.set(JAVA_LONG, TestRunAttribute.CONTEXT_IN, in.address());
    attribute.set(JAVA_INT, TestRunAttribute.CONTEXT_SIZE_IN, Math.toIntExact(bytes));
    return switch (type) {
      case SYSCALL -> in;
      case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE, TRACING, SK_LOOKUP, FLOW_DISSECTOR, NETFILTER ->
          MemorySegment.NULL;
      default -> {
        MemorySegment out = arena.allocate(bytes, 8);
        attribute.set(JAVA_LONG, TestRunAttribute.CONTEXT_OUT, out.address());
        attribute.set(JAVA_INT, TestRunAttribute.CONTEXT_SIZE_OUT, Math.toIntExact(bytes));
        yield out;
      }
    };
  }

  private int contextBytes(MemorySegment attribute) {
    return type == ProgramType.SYSCALL
        ? (int) input.context().byteSize()
        : attribute.get(JAVA_INT, TestRunAttribute.CONTEXT_SIZE_OUT);
  }

  private static byte[] bytes(MemorySegment memory, int written) {
    long bytes = Math.min(memory.byteSize(), Integer.toUnsignedLong(written));
    return memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  private BpfException failure(long result) {
    return Refusal.of(
        "run " + program,
        result,
        EnumSet.of(Capability.BPF),
        line -> {
          if (Syscall.failed(result, Errno.ENOTSUPP) || Syscall.failed(result, Errno.EOPNOTSUPP)) {
            return new UnsupportedException(line + "; the kernel cannot run this type on demand");
          }
          return new UnsupportedException(
              line
                  + "; data bytes="
                  + input.data().byteSize()
                  + " (packets need 14 or more), context bytes="
                  + input.context().byteSize());
        });
  }
}
