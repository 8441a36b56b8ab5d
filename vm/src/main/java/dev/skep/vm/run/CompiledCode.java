package dev.skep.vm.run;

import dev.skep.vm.memory.Region;

/** A program in the JVM's own bytecode. */
public interface CompiledCode {
  /**
   * Runs a function in the frame that is current now, until it exits. A function that was not
   * compiled is interpreted.
   *
   * @param registers what R0 to R10 hold at its start; undefined afterwards
   * @param index where the function starts
   * @return R0
   */
  long run(Execution run, long[] registers, int index);

  /**
   * A whole run: see {@link Execution#run}. Code whose one method it is does without the register
   * file.
   */
  default long start(
      Execution run, Executable program, Region context, Region packet, long r1, long r2) {
    run.begin(program, context, packet);
    try {
      return run(run, run.freshRegisters(r1, r2), 0);
    } catch (Unwinding _) {
      return 0;
    } finally {
      run.end();
    }
  }

  /** So many whole runs, in a loop of the program's own; the last one's R0. */
  default long repeat(
      Execution run,
      Executable program,
      Region context,
      Region packet,
      long r1,
      long r2,
      int times) {
    long result = 0;
    for (int i = 0; i < times; i++) {
      result = start(run, program, context, packet, r1, r2);
    }
    return result;
  }
}
