package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.flow.Functions;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/** Calls of the program's own functions: static ones are entered, global ones are trusted. */
record Subprograms(Machine machine) {

  void call() {
    Functions functions = machine.flow().functions();
    int target = Functions.target(machine.subject().code(), machine.index());
    int function = functions.startingAt(target);
    if (new FunctionTypes(machine.subject()).isGlobal(target)) {
      callGlobal(target, function);
      return;
    }
    Frame callee = enter(machine.state(), function);
    for (int register = 1; register <= 5; register++) {
      callee.register(register, machine.peek(register));
    }
    Frame caller = machine.frame();
    clobber(caller);
    machine.state().push(callee);
    machine.next(target);
  }

  /** A frame for a function, in front of the running one. */
  Frame enter(State state, int function) {
    if (state.isFull()) {
      int depth = machine.subject().environment().limits().frames();
      throw Violation.of(
          Rule.CALL_DEPTH,
          "the call stack of " + (depth + 1) + " frames is too deep",
          "Functions are nested more than " + depth + " deep, or call themselves");
    }
    return Frame.of(state.depth() + 1, machine.index(), function);
  }

  /** A call leaves no argument and no result but what it sets. */
  static void clobber(Frame frame) {
    for (int register = 0; register <= 5; register++) {
      frame.register(register, Value.uninitialised());
    }
  }

  private void callGlobal(int target, int function) {
    String name = new FunctionTypes(machine.subject()).name(target);
    if (machine.state().lastLock() != null) {
      throw Violation.of(
          Rule.LOCK,
          "global function calls are not allowed while holding a lock",
          "The global function " + name + " is called while a lock is held");
    }
    new GlobalArguments(machine, target).checkCall();
    GlobalEffects effects = GlobalEffects.of(machine.subject(), machine.flow());
    boolean restricted =
        machine.state().rcuSections > 0
            || machine.state().preemptionDisabled > 0
            || machine.state().interruptsDisabled != 0
            || !machine.state().sleepable;
    if (effects.maySleep(function) && restricted) {
      throw Violation.of(
          Rule.SLEEPABLE,
          "global functions that may sleep are not allowed in non-sleepable context",
          "The global function " + name + " may sleep, which is not possible here");
    }
    clobber(machine.frame());
    machine.frame().register(0, Value.unknown());
    if (effects.changesPacket(function)) {
      new Invalidation(machine.state()).packetPointers();
    }
  }
}
