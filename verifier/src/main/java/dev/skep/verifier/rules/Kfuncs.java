package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;

/** Calls of kernel functions. */
record Kfuncs(Machine machine) {

  Transfer.Outcome call() {
    Subject.KernelFunction function = machine.subject().kfunc(machine.index());
    throw Violation.of(
        Rule.KFUNC, "calling kernel function " + function.name() + " is not allowed");
  }
}
