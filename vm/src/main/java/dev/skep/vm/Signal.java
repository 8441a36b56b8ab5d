package dev.skep.vm;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where a thread waits for records or a call, on the host's clock. */
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean woken;
  private boolean records;

  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void records() {
    lock.lock();
    try {
      records = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody called {@link #wake}; forgets it. */
  boolean takeWake() {
    if (!woken) {
      return false;
    }
    woken = false;
    return true;
  }

  /** Waits at most so long for either call. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!woken && !records && left > 0) {
        left = changed.awaitNanos(left);
      }
      records = false;
    } finally {
      lock.unlock();
    }
  }
}
