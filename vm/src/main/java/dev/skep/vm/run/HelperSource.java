package dev.skep.vm.run;

/** Where a program's helpers come from when it is loaded. */
@FunctionalInterface
public interface HelperSource {
  /**
   * The helper with a number.
   *
   * @throws dev.skep.engine.UnsupportedException with its name and the reason when there is none
   */
  HelperFunction helper(int id);
}
