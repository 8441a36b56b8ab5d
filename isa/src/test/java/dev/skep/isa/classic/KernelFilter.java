package dev.skep.isa.classic;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A socket to which the kernel attaches classic filters, to ask whether it takes them. */
final class KernelFilter implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;

  private final MethodHandle setsockopt;
  private final MethodHandle close;
  private final int socket;

  KernelFilter() throws Throwable {
    FunctionDescriptor three =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    FunctionDescriptor option =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
    setsockopt = handle("setsockopt", option);
    close = handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    socket = (int) handle("socket", three).invokeExact(AF_UNIX, SOCK_DGRAM, 0);
    if (socket < 0) {
      throw new IllegalStateException("socket() failed");
    }
  }

  @SuppressWarnings("restricted") // system calls are what this test is about
  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** Whether the kernel takes a program of {@code struct sock_filter} in the machine's order. */
  boolean takes(byte[] program) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(Math.max(8, program.length), 8);
      MemorySegment.copy(program, 0, filter, ValueLayout.JAVA_BYTE, 0, program.length);
      // struct sock_fprog: u16 len, padding, pointer.
      MemorySegment head = arena.allocate(16, 8);
      head.set(ValueLayout.JAVA_SHORT, 0, (short) (program.length / 8));
      head.set(ValueLayout.ADDRESS, 8, filter);
      return (int) setsockopt.invokeExact(socket, SOL_SOCKET, SO_ATTACH_FILTER, head, 16) == 0;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    try {
      int _ = (int) close.invokeExact(socket);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
