package dev.skep.vm.jit;

import dev.skep.vm.run.CompiledCode;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Execution;
import java.util.Map;

/**
 * The code of a program that is too large for one class.
 *
 * @param units the class of each function, by its entry
 */
record ManyClasses(Executable program, Map<Integer, CompiledCode> units) implements CompiledCode {
  @Override
  public long run(Execution run, long[] registers, int index) {
    CompiledCode unit = units.get(index);
    return unit == null
        ? run.interpret(program, registers, index)
        : unit.run(run, registers, index);
  }
}
