package dev.skep.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What happens on INT, TERM and HUP: a command that runs until it is stopped is asked to finish and
 * the process ends with the command's own status; without such a command the process ends with 130.
 *
 * <p>The JVM answers those signals by its shutdown; this class holds the shutdown up until the
 * command has printed what it has.
 */
final class StopSignals {
  /** How long a command may take to finish after a signal before the process ends all the same. */
  private static final long GRACE_SECONDS = 30;

  private static final AtomicReference<@Nullable Runnable> STOP = new AtomicReference<>();
  private static final CountDownLatch FINISHED = new CountDownLatch(1);
  private static volatile int status = ExitCode.INTERRUPTED;

  private StopSignals() {}

  /** Says how the running command is asked to finish; from now on a signal does so. */
  static void onStop(Runnable stop) {
    if (STOP.getAndSet(stop) == null) {
      IgnoredSignals.restore();
      Runtime.getRuntime().addShutdownHook(new Thread(StopSignals::finish, "stop"));
    }
  }

  /**
   * Says that the command has finished; a shutdown that a signal has begun then ends with this
   * status.
   */
  static void finished(int exitStatus) {
    status = exitStatus;
    FINISHED.countDown();
  }

  private static void finish() {
    Runnable stop = STOP.get();
    if (stop == null || FINISHED.getCount() == 0) {
      return;
    }
    stop.run();
    try {
      if (!FINISHED.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "skep: the command did not finish within " + GRACE_SECONDS + " s of the signal");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // The signal's own status (128 + number) is what a shutdown would give; the command's is what
    // scripts rely on.
    Runtime.getRuntime().halt(status);
  }
}
