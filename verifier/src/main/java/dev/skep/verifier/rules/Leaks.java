package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.State;

/** Demands that nothing is held where it could never be given back. */
record Leaks(Machine machine) {

  /**
   * Demands that nothing is held.
   *
   * @param where what the program does, as the kernel words it
   * @param sections whether locks and sections count, too
   */
  void check(String where, boolean sections) {
    State state = machine.state();
    if (sections) {
      checkLocks(where);
    }
    checkReferences();
    if (sections) {
      checkSections(where);
    }
    assert state.depth() >= 0;
  }

  private void checkLocks(String where) {
    if (machine.state().lastLock() != null) {
      throw Violation.of(
          Rule.LOCK,
          where + " cannot be used inside bpf_spin_lock-ed region",
          "A lock that was taken at slot "
              + machine.subject().code().slotOf(machine.state().lastLock().site())
              + " is still held");
    }
  }

  private void checkReferences() {
    for (Held held : machine.state().held()) {
      if (held.kind() == Held.Kind.REFERENCE) {
        int slot = machine.subject().code().slotOf(held.site());
        throw Violation.of(
            Rule.REFERENCE_LEAK,
            "Unreleased reference id=" + held.id() + " alloc_insn=" + slot,
            "What the instruction at slot "
                + slot
                + " acquired is not released on this path (reference "
                + held.id()
                + ")");
      }
    }
  }

  private void checkSections(String where) {
    State state = machine.state();
    if (state.interruptsDisabled != 0) {
      throw Violation.of(
          Rule.RCU_SECTION, where + " cannot be used inside bpf_local_irq_save-ed region");
    }
    if (state.rcuSections > 0) {
      throw Violation.of(
          Rule.RCU_SECTION, where + " cannot be used inside bpf_rcu_read_lock-ed region");
    }
    if (state.preemptionDisabled > 0) {
      throw Violation.of(
          Rule.RCU_SECTION, where + " cannot be used inside bpf_preempt_disable-ed region");
    }
  }
}
