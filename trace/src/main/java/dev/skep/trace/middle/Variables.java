package dev.skep.trace.middle;

import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.Variable;
import java.util.List;

/**
 * Where a routine's variables live: integers in temporaries, strings in the frame. All start as 0
 * or empty, since a branch may have left out the assignment.
 */
final class Variables {
  private final Temp[] temps;
  private final int[] offsets;

  Variables(RoutineBuilder out, List<Variable> variables) {
    this.temps = new Temp[variables.size()];
    this.offsets = new int[variables.size()];
    for (Variable variable : variables) {
      temps[variable.index()] = out.temp();
      if (variable.type() instanceof Type.Text) {
        int bytes = ScriptMap.partBytes(variable.type());
        offsets[variable.index()] = out.room(bytes);
        out.clear(Address.frame(offsets[variable.index()]), bytes);
      } else {
        out.set(temps[variable.index()], Value.ZERO);
      }
    }
  }

  /** An integer variable's temporary. */
  Temp temp(Variable variable) {
    return temps[variable.index()];
  }

  /** A string variable's place. */
  Address place(Variable variable) {
    return Address.frame(offsets[variable.index()]);
  }
}
