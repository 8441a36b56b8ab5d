package dev.skep.verifier.rules;

import dev.skep.abi.AttachType;
import dev.skep.abi.Helper;
import dev.skep.abi.HelperCondition;
import dev.skep.abi.HelperRule;
import dev.skep.abi.HelperTrait;
import dev.skep.isa.Instruction;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.DynptrKind;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/** A call of a helper: may it be called here, are the arguments right, what does it change. */
record HelperCalls(Machine machine, Instruction.CallHelper call) {

  void perform() {
    HelperDefinition helper = machine.subject().helper(machine.index());
    if (helper == null) {
      throw Violation.of(
          Rule.HELPER_UNKNOWN,
          "invalid func unknown#" + call.id(),
          "There is no helper with the number " + call.id());
    }
    checkLocked(helper);
    checkAllowed(helper);
    checkSections(helper);
    CallFacts facts = new CallFacts();
    new HelperArguments(machine, helper, facts).check();
    if (facts.map != null) {
      new MapHelpers(machine, helper, facts.map).check();
    }
    checkMapPassed(helper, facts);
    writeMemory(facts);
    release(helper, facts);
    special(helper, facts);
    new Callbacks(machine, helper, facts).perform();
    HelperResults results = new HelperResults(machine, helper, facts);
    Value result = results.result();
    Subprograms.clobber(machine.frame());
    machine.frame().register(0, result);
    boolean changes =
        helper.has(HelperTrait.CHANGES_PACKET)
            || (helper.is(Helper.DYNPTR_WRITE) && facts.dynptr == DynptrKind.SKB);
    if (changes) {
      new Invalidation(machine.state()).packetPointers();
    }
  }

  private void checkLocked(HelperDefinition helper) {
    Held lock = machine.state().lastLock();
    if (lock != null && !helper.is(Helper.SPIN_UNLOCK)) {
      throw Violation.of(
          Rule.LOCK,
          "function calls are not allowed while holding a lock",
          helper.name()
              + " is called while the lock taken at slot "
              + machine.subject().code().slotOf(lock.site())
              + " is held");
    }
  }

  private void checkAllowed(HelperDefinition helper) {
    Subject subject = machine.subject();
    if (!subject.environment().allows(helper, subject.spec())) {
      throw Violation.of(
          Rule.HELPER_UNAVAILABLE,
          "program of this type cannot use helper " + helper.name() + "#" + helper.id(),
          "Programs of type "
              + subject.typeText()
              + subject
                  .spec()
                  .expectedAttachType()
                  .map(attach -> " attached at " + attach)
                  .orElse("")
              + " may not call "
              + helper.name());
    }
    if (helper.has(HelperTrait.GPL_ONLY) && !subject.gplCompatible()) {
      throw Violation.of(
          Rule.LICENSE,
          "cannot call GPL-restricted function from non-GPL compatible program",
          helper.name() + " may only be called under a GPL-compatible license");
    }
    checkCondition(helper);
  }

  private void checkCondition(HelperDefinition helper) {
    Subject subject = machine.subject();
    HelperCondition condition =
        subject
            .environment()
            .rule(helper, subject.spec())
            .flatMap(HelperRule::condition)
            .orElse(null);
    if (condition == HelperCondition.LISTED_HOOK && !isListedHook(helper)) {
      throw Violation.of(
          Rule.HELPER_UNAVAILABLE,
          "helper call is not allowed in probe",
          helper.name() + " may not be called in this hook");
    }
  }

  private boolean isListedHook(HelperDefinition helper) {
    Subject subject = machine.subject();
    boolean iterator =
        subject.spec().expectedAttachType().filter(a -> a == AttachType.TRACE_ITER).isPresent();
    return helper.is(Helper.D_PATH) && (iterator || listed(subject));
  }

  /** The hooks from which paths may be taken (btf_allowlist_d_path). */
  private static boolean listed(Subject subject) {
    return subject
        .spec()
        .attachTarget()
        .filter(hook ->
            switch (hook) {
              case "security_file_permission",
                  "security_inode_getattr",
                  "security_file_open",
                  "security_path_truncate",
                  "vfs_truncate",
                  "vfs_fallocate",
                  "dentry_open",
                  "vfs_getattr",
                  "filp_close" ->
                  true;
              default -> false;
            })
        .isPresent();
  }

  private void checkSections(HelperDefinition helper) {
    if (!helper.has(HelperTrait.MAY_SLEEP)) {
      return;
    }
    State state = machine.state();
    String name = helper.name() + "#" + helper.id();
    String text = null;
    if (!state.sleepable) {
      text = "helper call might sleep in a non-sleepable prog";
    } else if (state.rcuSections > 0) {
      text = "sleepable helper " + name + " in rcu_read_lock region";
    } else if (state.preemptionDisabled > 0) {
      text = "sleepable helper " + name + " in non-preemptible region";
    } else if (state.interruptsDisabled != 0) {
      text = "sleepable helper " + name + " in IRQ-disabled region";
    }
    if (text != null) {
      throw Violation.of(
          Rule.SLEEPABLE, text, helper.name() + " may sleep, which is not possible here");
    }
  }

  private static void checkMapPassed(HelperDefinition helper, CallFacts facts) {
    if (helper.is(Helper.TAIL_CALL) && facts.map == null) {
      throw Violation.of(Rule.TAIL_CALL, "kernel subsystem misconfigured verifier");
    }
  }

  private void writeMemory(CallFacts facts) {
    for (int i = 0; i < facts.writtenBytes; i++) {
      new MemoryAccess(machine).check(Access.clobber(facts.writtenRegister, i, 1));
    }
    if (facts.writtenRegister < 0) {
      return;
    }
    Pointer pointer = (Pointer) machine.peek(facts.writtenRegister);
    if (pointer.kind() == PointerKind.STACK) {
      markWholeSlots(pointer, facts.writtenBytes);
    }
  }

  /** Slots that are covered whole are dead before the call. */
  private void markWholeSlots(Pointer pointer, int bytes) {
    long start = pointer.fixedOffset();
    long first = Math.floorDiv(start + 7, 8) * 8;
    for (long at = first; at + 8 <= start + bytes; at += 8) {
      machine.state().frame(pointer.frame()).markWritten(StackAccess.slotOf((int) at));
    }
  }

  private void release(HelperDefinition helper, CallFacts facts) {
    if (facts.releasedRegister < 0) {
      return;
    }
    Value released = machine.peek(facts.releasedRegister);
    if (released instanceof Scalar) {
      return;
    }
    if (facts.dynptr != null) {
      new Dynptrs(machine).release(facts.reference);
      return;
    }
    if (!machine.state().release(facts.reference, Held.Kind.REFERENCE)) {
      throw Violation.of(
          Rule.REFERENCE_RELEASE,
          "func " + helper.name() + "#" + helper.id() + " reference has not been acquired before",
          "What is passed to " + helper.name() + " was released before");
    }
    new Invalidation(machine.state()).reference(facts.reference);
  }

  private void special(HelperDefinition helper, CallFacts facts) {
    if (helper.is(Helper.TAIL_CALL)) {
      new Leaks(machine).check("tail_call", true);
    } else if (helper.is(Helper.GET_LOCAL_STORAGE)) {
      if (!(machine.peek(2) instanceof Scalar flags) || !flags.isConstant(0)) {
        throw Violation.of(
            Rule.HELPER_ARGUMENT,
            "get_local_storage() doesn't support non-zero flags",
            "The flags of bpf_get_local_storage() must be 0, but are " + machine.peek(2));
      }
      machine.control().markPrecise(2);
    } else if (helper.is(Helper.DYNPTR_FROM_MEM)) {
      if (!(machine.peek(1) instanceof Pointer memory) || memory.kind() != PointerKind.MAP_VALUE) {
        throw Violation.of(
            Rule.DYNPTR,
            "Unsupported reg type " + machine.peek(1).typeName() + " for bpf_dynptr_from_mem data");
      }
    }
    assert facts.writtenBytes >= 0;
  }
}
