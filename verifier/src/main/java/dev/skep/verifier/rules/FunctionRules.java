package dev.skep.verifier.rules;

import dev.skep.abi.Helper;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.isa.Instruction;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.ControlFlow;

/**
 * What is demanded of each function that is called: one from which the program may end at once, by
 * a tail call or a packet load, must be known to return a number.
 */
public record FunctionRules(Subject subject, ControlFlow flow) {

  /** Checks all functions but the entry. */
  public void check() {
    for (int function = 1; function < flow.functions().count(); function++) {
      for (int i = flow.functions().start(function); i < flow.functions().end(function); i++) {
        String what = endsAtOnce(i);
        if (what != null) {
          checkResult(function, what);
        }
      }
    }
  }

  private @org.jspecify.annotations.Nullable String endsAtOnce(int index) {
    HelperDefinition helper = subject.helper(index);
    if (helper != null && helper.is(Helper.TAIL_CALL)) {
      return "tail_call";
    }
    boolean loads =
        subject.code().get(index) instanceof Instruction.LoadPacketAbsolute
            || subject.code().get(index) instanceof Instruction.LoadPacketIndirect;
    return loads ? "LD_ABS" : null;
  }

  private void checkResult(int function, String what) {
    int start = flow.functions().start(function);
    FunctionTypes types = new FunctionTypes(subject);
    var prototype = types.prototype(start);
    if (prototype.isEmpty()) {
      throw Violation.of(
          Rule.TYPE_INFORMATION,
          what + " is not allowed in subprogs without BTF",
          "A function that uses " + what + " must be described by BTF");
    }
    Btf btf = subject.spec().types().orElseThrow();
    BtfType result = btf.type(btf.resolve(prototype.get().returnTypeId()));
    if (!(result instanceof BtfType.Int) && !(result instanceof BtfType.Enumeration)) {
      throw Violation.of(
          Rule.SUBPROGRAM_ARGUMENT,
          what + " is only allowed in functions that return 'int'.",
          "The function "
              + types.name(start)
              + " uses "
              + what
              + ", which may end it at once, and must return a number");
    }
  }
}
