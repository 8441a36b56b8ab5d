package dev.skep.vm.run;

/**
 * What a helper does. Arguments and result are registers; a failure that the helper's contract
 * knows is a negative error number, any other is a {@link dev.skep.vm.memory.Fault}.
 */
@FunctionalInterface
public interface HelperFunction {
  /** Runs the helper with R1 to R5; what it returns becomes R0. */
  long call(Execution run, long r1, long r2, long r3, long r4, long r5);
}
