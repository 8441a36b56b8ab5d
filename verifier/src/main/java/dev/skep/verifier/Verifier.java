package dev.skep.verifier;

import dev.skep.spec.ProgramSpec;
import dev.skep.verifier.environment.Environment;
import dev.skep.verifier.explore.Analysis;
import dev.skep.verifier.facts.FactsCollector;
import java.util.Arrays;

/** Says whether Linux 6.18 would load a program, and why not. */
public final class Verifier {
  private Verifier() {}

  /** The verdict on a program in an environment. */
  public static Verdict verify(ProgramSpec spec, Environment environment) {
    long start = System.nanoTime();
    FactsCollector facts = new FactsCollector(spec.code().size());
    Analysis analysis = new Analysis(spec, environment, facts, false);
    analysis.run();
    int deepest = Arrays.stream(analysis.stackBytes()).max().orElse(0);
    Statistics statistics =
        new Statistics(
            spec.code().size(),
            analysis.processed(),
            analysis.peakStates(),
            deepest,
            System.nanoTime() - start);
    return analysis.findings().isEmpty()
        ? new Verdict.Accepted(facts.facts(analysis.stackBytes()), statistics)
        : new Verdict.Rejected(analysis.findings(), statistics);
  }
}
