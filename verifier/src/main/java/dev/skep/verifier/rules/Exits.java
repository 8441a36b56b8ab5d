package dev.skep.verifier.rules;

import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/** The end of a function, a callback or the program. */
record Exits(Machine machine) {

  Transfer.Outcome perform() {
    State state = machine.state();
    if (state.depth() > 0) {
      leaveFrame(state);
      return Transfer.Outcome.CONTINUES;
    }
    new Leaks(machine).check("BPF_EXIT instruction in main prog", true);
    checkResult();
    return Transfer.Outcome.ENDS;
  }

  private void leaveFrame(State state) {
    Frame callee = state.frame();
    Value result = callee.register(0);
    if (result instanceof Pointer pointer && pointer.kind() == PointerKind.STACK) {
      throw Violation.of(
          Rule.POINTER_LEAK,
          "cannot return stack pointer to the caller",
          "The function returns the address of a local variable");
    }
    Frame.Callback callback = callee.callback();
    if (callback != null) {
      checkCallbackResult(result, callback.result());
    }
    state.pop();
    state.frame().register(0, result);
    if (callback == null) {
      machine.next(callee.callSite() + 1);
      return;
    }
    machine.next(callee.callSite());
    State stored = machine.control().storedBefore(callee.callSite(), state.level);
    if (stored != null) {
      new Widening(stored, state).apply();
    }
  }

  private void checkCallbackResult(Value result, ScalarRange allowed) {
    if (!(result instanceof Scalar scalar)) {
      throw Violation.of(
          Rule.RETURN_VALUE,
          "R0 not a scalar value",
          "The callback returns " + result + ", not a number");
    }
    machine.control().markPrecise(0);
    checkRange(scalar, allowed, "At callback return");
  }

  private static void checkRange(Scalar scalar, ScalarRange allowed, String where) {
    ScalarRange range = scalar.range();
    if (range.signedMin() < allowed.signedMin() || range.signedMax() > allowed.signedMax()) {
      boolean anything = range.signedMin() == Long.MIN_VALUE && range.signedMax() == Long.MAX_VALUE;
      String has =
          anything
              ? "has unknown scalar value"
              : "has smin=" + range.signedMin() + " smax=" + range.signedMax();
      throw Violation.of(
          Rule.RETURN_VALUE,
          where
              + " the register R0 "
              + has
              + " should have been in ["
              + allowed.signedMin()
              + ", "
              + allowed.signedMax()
              + "]",
          "The returned value is "
              + scalar
              + "; it must be between "
              + allowed.signedMin()
              + " and "
              + allowed.signedMax());
    }
  }

  private void checkResult() {
    Frame frame = machine.frame();
    Frame.Callback callback = frame.callback();
    Value result = machine.read(0);
    if (machine.isLeak(result)) {
      throw Violation.of(
          Rule.POINTER_LEAK, "R0 leaks addr as return value", "The program returns an address");
    }
    if (callback != null && callback.asynchronous()) {
      enforce(result, ScalarDomain.LINUX.constant(0), "At async callback return");
      return;
    }
    if (frame.subprogram() != 0) {
      if (!(result instanceof Scalar)) {
        throw Violation.of(
            Rule.RETURN_VALUE,
            "At subprogram exit the register R0 is not a scalar value (" + result.typeName() + ")",
            "A global function returns " + result + "; it must return a number");
      }
      return;
    }
    ScalarRange allowed = ReturnValues.allowed(machine.subject());
    if (allowed != null) {
      enforce(result, allowed, "At program exit");
    }
  }

  private void enforce(Value result, ScalarRange allowed, String where) {
    if (!(result instanceof Scalar scalar)) {
      throw Violation.of(
          Rule.RETURN_VALUE,
          where + " the register R0 is not a known value (" + result.typeName() + ")",
          "The returned value is " + result + ", not a number");
    }
    machine.control().markPrecise(0);
    checkRange(scalar, allowed, where);
  }
}
