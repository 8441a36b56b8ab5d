package dev.skep.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** Locks for critical sections of a few instructions, in an array of their own. */
final class SpinLock {
  private static final VarHandle LOCK = MethodHandles.arrayElementVarHandle(int[].class);

  /** How often to spin before the processor is given up. */
  private static final int SPINS = 128;

  private final int[] locks;
  private final int mask;

  /** At least so many locks, a power of two. */
  SpinLock(int count) {
    int size = Integer.highestOneBit(Math.max(1, count - 1)) << (count > 1 ? 1 : 0);
    this.locks = new int[size];
    this.mask = size - 1;
  }

  void lock(int which) {
    int index = which & mask;
    int spins = 0;
    while (!LOCK.compareAndSet(locks, index, 0, 1)) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  /** Whether two numbers stand for one lock. */
  boolean same(int one, int other) {
    return ((one ^ other) & mask) == 0;
  }

  boolean tryLock(int which) {
    return LOCK.compareAndSet(locks, which & mask, 0, 1);
  }

  void unlock(int which) {
    LOCK.setRelease(locks, which & mask, 0);
  }
}
