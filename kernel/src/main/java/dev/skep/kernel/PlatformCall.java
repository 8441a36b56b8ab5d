package dev.skep.kernel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Makes a call that may block on a platform thread of its own, for a virtual thread: a native call
 * would hold the carrier, and with it other virtual threads.
 */
final class PlatformCall {
  private PlatformCall() {}

  /**
   * The call's result.
   *
   * @throws IllegalStateException when the virtual thread is interrupted; the call goes on
   */
  static <T> T of(Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread.ofPlatform().daemon().name("skep-wait").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for events", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
