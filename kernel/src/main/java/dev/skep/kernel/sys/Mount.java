package dev.skep.kernel.sys;

import java.lang.foreign.Arena;

/** Mounting of the kernel's own file systems (mount(2)). */
public final class Mount {
  /** {@code MS_NOSUID | MS_NODEV | MS_NOEXEC}. */
  private static final long FLAGS = 2 | 4 | 8;

  private Mount() {}

  /**
   * Mounts a file system that has no device.
   *
   * @param type {@code tracefs} or {@code bpf}
   * @param folder where
   * @return 0, or a negated error number
   */
  public static long mount(String type, String folder) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(type).address();
      long path = arena.allocateFrom(folder).address();
      return Syscall.call(SystemCall.MOUNT, name, path, name, FLAGS, 0, 0);
    }
  }
}
