package dev.skep.verifier.rules;

import dev.skep.abi.Helper;
import dev.skep.abi.HelperTrait;
import dev.skep.abi.kfunc.KfuncFlag;
import dev.skep.isa.Instruction;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.flow.ControlFlow;
import dev.skep.verifier.flow.Functions;
import java.util.BitSet;

/** What a call of a global function may do, by what it and the functions that it calls do. */
record GlobalEffects(BitSet changingPacket, BitSet sleeping) {

  static GlobalEffects of(Subject subject, ControlFlow flow) {
    Functions functions = flow.functions();
    BitSet changing = new BitSet();
    BitSet sleeping = new BitSet();
    for (int i = 0; i < subject.code().size(); i++) {
      int function = functions.containing(i);
      HelperDefinition helper = subject.helper(i);
      if (helper != null
          && helper.has(HelperTrait.CHANGES_PACKET)
          && !helper.is(Helper.TAIL_CALL)) {
        changing.set(function);
      }
      if (helper != null && helper.is(Helper.TAIL_CALL)) {
        changing.set(function);
      }
      boolean kfuncSleeps =
          subject.code().get(i) instanceof Instruction.CallKfunc
              && subject.kfunc(i).has(KfuncFlag.SLEEPABLE);
      if (kfuncSleeps || (helper != null && helper.has(HelperTrait.MAY_SLEEP))) {
        sleeping.set(function);
      }
    }
    boolean changed = true;
    while (changed) {
      changed = spread(subject, functions, changing);
      changed |= spread(subject, functions, sleeping);
    }
    return new GlobalEffects(changing, sleeping);
  }

  private static boolean spread(Subject subject, Functions functions, BitSet effect) {
    boolean changed = false;
    for (int i = 0; i < subject.code().size(); i++) {
      int target = Functions.target(subject.code(), i);
      if (target >= 0
          && effect.get(functions.startingAt(target))
          && !effect.get(functions.containing(i))) {
        effect.set(functions.containing(i));
        changed = true;
      }
    }
    return changed;
  }

  boolean changesPacket(int function) {
    return changingPacket.get(function);
  }

  boolean maySleep(int function) {
    return sleeping.get(function);
  }
}
