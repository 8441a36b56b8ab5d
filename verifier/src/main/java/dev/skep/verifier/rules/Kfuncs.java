package dev.skep.verifier.rules;

import dev.skep.abi.kfunc.KfuncFlag;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/** Calls of kernel functions: may it be called here, are the arguments right, what comes back. */
record Kfuncs(Machine machine) {

  Transfer.Outcome call() {
    Subject.KernelFunction function = machine.subject().kfunc(machine.index());
    checkAllowed(function);
    checkLocked(function);
    checkSections(function);
    Btf btf = machine.subject().environment().kernelTypes().orElseThrow();
    BtfType.FunctionPrototype type = function.type().orElseThrow();
    KfuncArguments arguments = new KfuncArguments(machine, function, btf, type, new KfuncFacts());
    arguments.check();
    section(function.name());
    release(function, arguments.facts());
    if (function.has(KfuncFlag.ITER_NEXT)) {
      new Iterators(machine).next(btf, type);
      return Transfer.Outcome.CONTINUES;
    }
    Value result = new KfuncResults(machine, function, btf, type, arguments.facts()).result();
    Subprograms.clobber(machine.frame());
    machine.frame().register(0, result);
    return Transfer.Outcome.CONTINUES;
  }

  private void checkAllowed(Subject.KernelFunction function) {
    Subject subject = machine.subject();
    boolean allowed =
        function.definition().filter(each -> each.allows(subject.type())).isPresent()
            && subject.privileged();
    if (!allowed || function.type().isEmpty()) {
      throw Violation.of(
          Rule.KFUNC,
          "calling kernel function " + function.name() + " is not allowed",
          "Programs of type "
              + subject.typeText()
              + " may not call the kernel function "
              + function.name());
    }
    if (!subject.gplCompatible()) {
      throw Violation.of(
          Rule.LICENSE, "cannot call kernel function from non-GPL compatible program");
    }
    if (KnownKfuncs.isUnknownEffect(function.name())) {
      throw Violation.of(
          Rule.KFUNC,
          "calling kernel function " + function.name() + " is not supported",
          "This verifier does not know the effects of " + function.name() + " yet");
    }
  }

  private void checkLocked(Subject.KernelFunction function) {
    if (machine.state().lastLock() != null) {
      throw Violation.of(
          Rule.LOCK,
          "function calls are not allowed while holding a lock",
          function.name() + " is called while a lock is held");
    }
  }

  private void checkSections(Subject.KernelFunction function) {
    State state = machine.state();
    String text = null;
    if (function.has(KfuncFlag.SLEEPABLE)) {
      if (!state.sleepable) {
        text = "program must be sleepable to call sleepable kfunc " + function.name();
      } else if (state.rcuSections > 0) {
        text = "kernel func " + function.name() + " is sleepable within rcu_read_lock region";
      } else if (state.preemptionDisabled > 0) {
        text = "kernel func " + function.name() + " is sleepable within non-preemptible region";
      }
    }
    boolean inRcu = state.rcuSections > 0 || !state.sleepable;
    if (function.has(KfuncFlag.RCU_PROTECTED) && !inRcu) {
      text = "kernel func " + function.name() + " requires RCU critical section protection";
    }
    if (text != null) {
      throw Violation.of(Rule.SLEEPABLE, text);
    }
  }

  private void section(String name) {
    State state = machine.state();
    switch (name) {
      case "bpf_rcu_read_lock" -> {
        if (state.rcuSections > 0) {
          throw Violation.of(
              Rule.RCU_SECTION, "nested rcu read lock (kernel function " + name + ")");
        }
        state.rcuSections++;
      }
      case "bpf_rcu_read_unlock" -> {
        if (state.rcuSections == 0) {
          throw Violation.of(
              Rule.RCU_SECTION, "unmatched rcu read unlock (kernel function " + name + ")");
        }
        state.rcuSections--;
        distrust();
      }
      case "bpf_preempt_disable" -> state.preemptionDisabled++;
      case "bpf_preempt_enable" -> {
        if (state.preemptionDisabled == 0) {
          throw Violation.of(
              Rule.RCU_SECTION,
              "unmatched attempt to enable preemption (kernel function " + name + ")");
        }
        state.preemptionDisabled--;
      }
      default -> {
        // No section begins or ends.
      }
    }
  }

  /** What RCU protected may be gone. */
  private void distrust() {
    new Invalidation(machine.state())
        .each(value ->
            value instanceof Pointer pointer && pointer.has(PointerFlag.RCU)
                ? pointer.withFlags(
                    (pointer.flags() & ~(PointerFlag.RCU | PointerFlag.NULLABLE))
                        | PointerFlag.UNTRUSTED)
                : value);
  }

  private void release(Subject.KernelFunction function, KfuncFacts facts) {
    if (!function.has(KfuncFlag.RELEASE)) {
      return;
    }
    if (facts.reference == 0 || !machine.state().release(facts.reference, Held.Kind.REFERENCE)) {
      throw Violation.of(
          Rule.REFERENCE_RELEASE,
          "release kernel function " + function.name() + " expects refcounted PTR_TO_BTF_ID",
          "What is passed to " + function.name() + " was not acquired, or was released before");
    }
    new Invalidation(machine.state()).reference(facts.reference);
  }
}
