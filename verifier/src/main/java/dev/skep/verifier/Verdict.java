package dev.skep.verifier;

import dev.skep.verifier.facts.Facts;
import dev.skep.verifier.finding.Finding;
import java.util.List;

/** Whether a program may be loaded. */
public sealed interface Verdict {
  /** How much the verification took. */
  Statistics statistics();

  /**
   * The program may be loaded.
   *
   * @param facts what was proven of it
   */
  record Accepted(Facts facts, Statistics statistics) implements Verdict {}

  /**
   * The program may not be loaded.
   *
   * @param findings what is wrong, the first to be met first; at least one
   */
  record Rejected(List<Finding> findings, Statistics statistics) implements Verdict {
    public Rejected {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a rejection without a finding");
      }
    }
  }
}
