package dev.skep.vm;

import java.lang.foreign.MemorySegment;

/** A helper that the host program offers to BPF programs. */
@FunctionalInterface
public interface HostHelper {
  /**
   * Runs the helper.
   *
   * @param call what the helper can reach
   * @param r1 the first argument: a number or an address
   * @param r2 the second argument
   * @param r3 the third argument
   * @param r4 the fourth argument
   * @param r5 the fifth argument
   * @return what the program finds in R0: by custom a negative error number on failure
   */
  long call(Call call, long r1, long r2, long r3, long r4, long r5);

  /** A program's call of a helper; valid until the helper returns. */
  interface Call {
    /** The CPU slot that the program runs on, from 0. */
    int cpu();

    /**
     * The bytes at an address that the program can read; the run is trapped when it cannot.
     *
     * @param bytes how many
     */
    MemorySegment read(long address, long bytes);

    /** As {@link #read}, for writing. */
    MemorySegment write(long address, long bytes);
  }
}
