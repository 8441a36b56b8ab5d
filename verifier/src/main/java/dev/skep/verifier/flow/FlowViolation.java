package dev.skep.verifier.flow;

import dev.skep.verifier.finding.Violation;

/** A rule was broken by the shape of the program, at an instruction. */
public final class FlowViolation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int index;
  private final transient Violation violation;

  FlowViolation(int index, Violation violation) {
    super(violation.kernelText(), null, false, false);
    this.index = index;
    this.violation = violation;
  }

  /** The index of the instruction. */
  public int index() {
    return index;
  }

  /** What is wrong. */
  public Violation violation() {
    return violation;
  }
}
