package dev.skep.kernel.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Descriptors of files and names of network interfaces, as bpf(2) wants them. */
public final class OpenFiles {
  private static final int CURRENT_FOLDER = -100;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int LOCAL_SOCKETS = 1;
  private static final int DATAGRAMS = 2;

  /** {@code SIOCGIFINDEX} of netdevice(7). */
  private static final int GET_INTERFACE_INDEX = 0x8933;

  /** {@code IFNAMSIZ}, with the final zero; the index follows it in {@code struct ifreq}. */
  private static final int INTERFACE_NAME_BYTES = 16;

  private OpenFiles() {}

  /** Opens a file or a folder for reading: a descriptor, or a negated error number. */
  public static long open(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      return Syscall.call(SystemCall.OPENAT, CURRENT_FOLDER, name, CLOSE_ON_EXEC);
    }
  }

  /** The index of a network interface in this network namespace, or a negated error number. */
  public static long interfaceIndex(String name) {
    long socket = Syscall.call(SystemCall.SOCKET, LOCAL_SOCKETS, DATAGRAMS | CLOSE_ON_EXEC, 0);
    if (socket < 0) {
      return socket;
    }
    try (Descriptor closed = new Descriptor("socket", (int) socket);
        CallMemory call = CallMemory.take()) {
      MemorySegment request = call.structure();
      for (int i = 0; i < Math.min(name.length(), INTERFACE_NAME_BYTES - 1); i++) {
        request.set(JAVA_BYTE, i, (byte) name.charAt(i));
      }
      long result =
          Syscall.call(
              call,
              SystemCall.IOCTL,
              closed.number(),
              GET_INTERFACE_INDEX,
              request.address(),
              0,
              0,
              0);
      return result < 0 ? result : request.get(JAVA_INT, INTERFACE_NAME_BYTES);
    }
  }
}
