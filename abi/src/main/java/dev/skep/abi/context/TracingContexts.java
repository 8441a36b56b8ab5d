package dev.skep.abi.context;

import static dev.skep.abi.context.FieldAccess.ANY;
import static dev.skep.abi.context.FieldAccess.DOUBLE_WORD;
import static dev.skep.abi.context.FieldAccess.NONE;

/** The contexts of tracing programs, and of those whose context is plain memory. */
final class TracingContexts {
  /** The most bytes of a tracepoint's record that BPF can see (PERF_MAX_TRACE_SIZE). */
  private static final int RECORD_LIMIT = 8192;

  /** The most bytes of context that BPF_PROG_TEST_RUN hands to a syscall program. */
  private static final int SYSCALL_LIMIT = 0xffff;

  /** Arguments (MAX_BPF_FUNC_ARGS), 8 bytes each. */
  private static final int ARGUMENTS = 12 * 8;

  private TracingContexts() {}

  /** {@code struct pt_regs} of x86-64. */
  static ContextLayout registers() {
    return new LayoutBuilder("pt_regs", 168)
        .number("r15", 0, 8, ANY)
        .number("r14", 8, 8, ANY)
        .number("r13", 16, 8, ANY)
        .number("r12", 24, 8, ANY)
        .number("bp", 32, 8, ANY)
        .number("bx", 40, 8, ANY)
        .number("r11", 48, 8, ANY)
        .number("r10", 56, 8, ANY)
        .number("r9", 64, 8, ANY)
        .number("r8", 72, 8, ANY)
        .number("ax", 80, 8, ANY)
        .number("cx", 88, 8, ANY)
        .number("dx", 96, 8, ANY)
        .number("si", 104, 8, ANY)
        .number("di", 112, 8, ANY)
        .number("orig_ax", 120, 8, ANY)
        .number("ip", 128, 8, ANY)
        .number("cs", 136, 8, ANY)
        .number("flags", 144, 8, ANY)
        .number("sp", 152, 8, ANY)
        .number("ss", 160, 8, ANY)
        .build();
  }

  /** {@code struct bpf_perf_event_data} of x86-64. */
  static ContextLayout perfEvent() {
    return new LayoutBuilder("bpf_perf_event_data", 184)
        .number("regs.r15", 0, 8, DOUBLE_WORD)
        .number("regs.r14", 8, 8, DOUBLE_WORD)
        .number("regs.r13", 16, 8, DOUBLE_WORD)
        .number("regs.r12", 24, 8, DOUBLE_WORD)
        .number("regs.bp", 32, 8, DOUBLE_WORD)
        .number("regs.bx", 40, 8, DOUBLE_WORD)
        .number("regs.r11", 48, 8, DOUBLE_WORD)
        .number("regs.r10", 56, 8, DOUBLE_WORD)
        .number("regs.r9", 64, 8, DOUBLE_WORD)
        .number("regs.r8", 72, 8, DOUBLE_WORD)
        .number("regs.ax", 80, 8, DOUBLE_WORD)
        .number("regs.cx", 88, 8, DOUBLE_WORD)
        .number("regs.dx", 96, 8, DOUBLE_WORD)
        .number("regs.si", 104, 8, DOUBLE_WORD)
        .number("regs.di", 112, 8, DOUBLE_WORD)
        .number("regs.orig_ax", 120, 8, DOUBLE_WORD)
        .number("regs.ip", 128, 8, DOUBLE_WORD)
        .number("regs.cs", 136, 8, DOUBLE_WORD)
        .number("regs.flags", 144, 8, DOUBLE_WORD)
        .number("regs.sp", 152, 8, DOUBLE_WORD)
        .number("regs.ss", 160, 8, DOUBLE_WORD)
        .number("sample_period", 168, 8, ANY)
        .number("addr", 176, 8, ANY)
        .build();
  }

  /** A tracepoint's record; its first 8 bytes hold what is the kernel's own business. */
  static ContextLayout record() {
    return new LayoutBuilder("tracepoint", RECORD_LIMIT)
        .number("common", 0, 8, NONE)
        .number("record", 8, RECORD_LIMIT - 8, ANY)
        .build();
  }

  /** {@code struct bpf_raw_tracepoint_args}. */
  static ContextLayout rawTracepoint() {
    return new LayoutBuilder("bpf_raw_tracepoint_args", ARGUMENTS)
        .number("args", 0, ARGUMENTS, ANY)
        .build();
  }

  /** The same, where the first argument is a buffer. */
  static ContextLayout writableTracepoint() {
    return new LayoutBuilder("bpf_raw_tracepoint_args", ARGUMENTS)
        .field("args[0]", 0, 8, ContextValue.TRACEPOINT_BUFFER, DOUBLE_WORD, NONE)
        .number("args", 1, ARGUMENTS - 1, ANY)
        .build();
  }

  /** Arguments that the BTF prototype of the hook describes; after them, the result. */
  static ContextLayout typedArguments() {
    return new LayoutBuilder("u64[]", ARGUMENTS + 8)
        .field("args", 0, ARGUMENTS + 8, ContextValue.BTF_ARGUMENT, ANY, NONE)
        .build();
  }

  /** The memory that the caller of BPF_PROG_TEST_RUN passed. */
  static ContextLayout memory() {
    return new LayoutBuilder("void", SYSCALL_LIMIT)
        .number("memory", 0, SYSCALL_LIMIT, ANY, ANY)
        .build();
  }

  /** One pulse or gap of an infrared remote. */
  static ContextLayout infraredSample() {
    return new LayoutBuilder("u32", 4).number("sample", 0, 4, FieldAccess.WORD).build();
  }
}
