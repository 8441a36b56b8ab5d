package dev.skep.kernel;

import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Syscall;
import dev.skep.kernel.sys.SystemCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Signals that this process was started to ignore. A shell without job control starts {@code
 * command &} with INT ignored, and a JVM leaves an ignored signal ignored; a program that is meant
 * to be stopped by it has to undo that first.
 */
public final class ProcessSignals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";

  /** {@code sizeof(sigset_t)} as rt_sigaction(2) wants it. */
  private static final int SIGNAL_SET_BYTES = 8;

  private ProcessSignals() {}

  /**
   * Whether a signal is ignored: its bit in {@code SigIgn} of proc_pid_status(5). False where there
   * is no /proc.
   */
  public static boolean ignored(int signal) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(IGNORED)) {
          long mask = Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16);
          return (mask >>> (signal - 1) & 1) != 0;
        }
      }
    } catch (IOException _) {
      // Without /proc nothing is known; then nothing is undone either.
      return false;
    }
    return false;
  }

  /**
   * Gives a signal its default action again ({@code SIG_DFL}: a cleared {@code struct sigaction},
   * rt_sigaction(2)).
   */
  public static void restoreDefault(int signal) {
    try (CallMemory memory = CallMemory.take()) {
      long action = memory.structure().address();
      Syscall.call(memory, SystemCall.RT_SIGACTION, signal, action, 0, SIGNAL_SET_BYTES, 0, 0);
    }
  }
}
