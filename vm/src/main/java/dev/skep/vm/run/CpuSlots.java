package dev.skep.vm.run;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The CPU slots that runs take, so that at most one run at a time uses a CPU's values: what
 * disabled migration gives programs in the kernel.
 */
public final class CpuSlots {
  private static final int SPINS = 128;

  private final Execution[] all;

  /** The executions that no run uses; null where one does. */
  private final AtomicReferenceArray<Execution> free;

  /** One slot for each CPU of a machine. */
  public CpuSlots(Machine machine) {
    all = new Execution[machine.cpus()];
    for (int cpu = 0; cpu < all.length; cpu++) {
      all[cpu] = new Execution(machine, cpu);
    }
    free = new AtomicReferenceArray<>(all);
  }

  /** Takes a CPU's slot; waits while another thread runs there. */
  public Execution take(int cpu) {
    Execution taken = free.getAndSet(cpu, null);
    for (int spins = 0; taken == null; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1_000);
      }
      taken = free.getAndSet(cpu, null);
    }
    return taken;
  }

  /** Takes any free slot, the same one for a thread where that is possible. */
  public Execution takeAny() {
    int first = (int) (Thread.currentThread().threadId() % all.length);
    for (int i = 0; i < all.length; i++) {
      Execution taken = free.getAndSet((first + i) % all.length, null);
      if (taken != null) {
        return taken;
      }
    }
    return take(first);
  }

  /**
   * Waits until all runs that go on now have ended: what no new run finds is then no longer used.
   * Not to be called from within a run.
   */
  public void awaitRuns() {
    for (int cpu = 0; cpu < all.length; cpu++) {
      giveBack(take(cpu));
    }
  }

  /** How many slots there are. */
  public int count() {
    return all.length;
  }

  /** Gives a slot back. */
  public void giveBack(Execution execution) {
    execution.event(null);
    free.set(execution.cpu(), execution);
  }
}
