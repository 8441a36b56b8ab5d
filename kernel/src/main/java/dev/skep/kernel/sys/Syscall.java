package dev.skep.kernel.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.Optional;

/**
 * The way into the kernel: libc's syscall(2), linked once with a single shape that serves every
 * call, since each further shape costs tens of milliseconds of a cold start.
 *
 * <p>Results follow the kernel's own convention: a negative result is a negated error number.
 */
public final class Syscall {
  private static final MethodHandle HANDLE = handle();

  private Syscall() {}

  /**
   * Without {@code firstVariadicArg}, although the header declares syscall(2) variadic: every Linux
   * ABI passes integers alike in both forms, libc's code only shifts registers, and the option
   * lengthens linking by a third.
   */
  @SuppressWarnings("restricted")
  private static MethodHandle handle() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor shape =
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        shape,
        Linker.Option.captureCallState("errno"));
  }

  /** Links the call, if that has not happened yet. */
  public static void link() {
    Objects.requireNonNull(HANDLE);
  }

  /**
   * Makes a system call.
   *
   * @return its result, or a negated error number
   */
  public static long call(
      CallMemory memory, SystemCall call, long a, long b, long c, long d, long e, long f) {
    MemorySegment error = memory.error();
    long result;
    try {
      result = (long) HANDLE.invokeExact(error, (long) call.number(), a, b, c, d, e, f);
    } catch (Throwable thrown) {
      throw new LinkageError("the call of " + call + " itself failed", thrown);
    }
    return result == -1 ? -(long) error.get(JAVA_INT, 0) : result;
  }

  /** Makes a system call with three arguments in memory of its own. */
  public static long call(SystemCall call, long a, long b, long c) {
    return call(call, a, b, c, 0, 0, 0);
  }

  /** Makes a system call with six arguments in memory of its own. */
  public static long call(SystemCall call, long a, long b, long c, long d, long e, long f) {
    try (CallMemory memory = CallMemory.take()) {
      return call(memory, call, a, b, c, d, e, f);
    }
  }

  /**
   * Makes bpf(2) calls.
   *
   * @param command what to do
   * @param attribute the {@code union bpf_attr}
   * @param bytes how much of it the command reads
   * @return a descriptor or 0, or a negated error number
   */
  public static long bpf(CallMemory memory, Command command, MemorySegment attribute, int bytes) {
    return call(memory, SystemCall.BPF, command.code(), attribute.address(), bytes, 0, 0, 0);
  }

  /** Whether a result says that a call failed with this error. */
  public static boolean failed(long result, Errno errno) {
    return result == -errno.number();
  }

  /** The error that a negative result stands for; empty when the number has no name. */
  public static Optional<Errno> error(long result) {
    return Errno.of((int) -result);
  }

  /** What a negative result says: {@code "no such file or directory (ENOENT)"}. */
  public static String describe(long result) {
    return error(result)
        .map(errno -> errno.text() + " (" + errno.name() + ")")
        .orElse("errno=" + -result);
  }
}
