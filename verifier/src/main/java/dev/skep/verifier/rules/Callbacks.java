package dev.skep.verifier.rules;

import dev.skep.abi.Helper;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.DynptrKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/**
 * Helpers that call a function of the program. The path goes on as if the function was not called
 * (any more), and another enters it; at its end that one comes back to the call.
 */
record Callbacks(Machine machine, HelperDefinition helper, CallFacts facts) {

  void perform() {
    if (facts.callback < 0) {
      return;
    }
    if (helper.is(Helper.TIMER_SET_CALLBACK)) {
      schedule();
    } else if (helper.is(Helper.LOOP)) {
      loop();
    } else {
      enter();
    }
  }

  private void loop() {
    machine.control().markPrecise(1);
    dev.skep.verifier.state.Scalar count = (dev.skep.verifier.state.Scalar) machine.peek(1);
    if (Long.compareUnsigned(machine.frame().loopDepth(), count.range().unsignedMax()) < 0) {
      enter();
    } else {
      machine.frame().loopDepth(0);
    }
  }

  private int start() {
    return machine.flow().functions().start(facts.callback);
  }

  private void enter() {
    State entered = machine.control().fork(start());
    Frame callee = new Subprograms(machine).enter(entered, facts.callback);
    fill(callee, machine.frame());
    callee.callback(new Frame.Callback(false, false, range()));
    entered.callbackDepth++;
    entered.frame().loopDepth(entered.frame().loopDepth() + 1);
    entered.push(callee);
    machine.frame().loopDepth(0);
  }

  private void schedule() {
    Frame callee = Frame.of(0, machine.index(), facts.callback);
    fill(callee, machine.frame());
    callee.callback(new Frame.Callback(true, false, range()));
    machine.control().forkAsynchronous(start(), callee);
  }

  private ScalarRange range() {
    return helper.is(Helper.TIMER_SET_CALLBACK)
        ? ReturnValues.range(0, 0)
        : ReturnValues.range(0, 1);
  }

  private void fill(Frame callee, Frame caller) {
    switch (helper.known().orElseThrow()) {
      case FOR_EACH_MAP_ELEM -> {
        mapElement(callee, ((Pointer) caller.register(1)).inMap());
        callee.register(4, caller.register(3));
      }
      case TIMER_SET_CALLBACK -> mapElement(callee, ((Pointer) caller.register(1)).inMap());
      case LOOP -> {
        callee.register(1, Value.unknown());
        callee.register(2, caller.register(3));
      }
      case FIND_VMA -> {
        callee.register(1, object("task_struct"));
        callee.register(2, object("vm_area_struct"));
        callee.register(3, caller.register(4));
      }
      case USER_RINGBUF_DRAIN -> {
        callee.register(
            1,
            Pointer.of(PointerKind.DYNPTR, 0, new Target.OfDynptr(DynptrKind.LOCAL))
                .withId(machine.control().freshId()));
        callee.register(2, caller.register(3));
      }
      default ->
          throw Violation.of(
              Rule.CALLBACK, "callbacks of " + helper.name() + " are not known to this verifier");
    }
  }

  private static void mapElement(Frame callee, Target.InMap map) {
    callee.register(1, Pointer.of(PointerKind.MAP, 0, map));
    callee.register(2, Pointer.of(PointerKind.MAP_KEY, 0, map));
    callee.register(3, Pointer.of(PointerKind.MAP_VALUE, 0, map));
  }

  private Value object(String name) {
    Btf btf =
        machine
            .subject()
            .environment()
            .kernelTypes()
            .orElseThrow(() -> Violation.of(Rule.TYPE_INFORMATION, "vmlinux BTF is not found"));
    int id = btf.find(name, BtfType.Struct.class).orElseThrow();
    return Pointer.of(PointerKind.BTF_OBJECT, 0, new Target.Typed(btf, id));
  }
}
