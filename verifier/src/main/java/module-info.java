/** The verifier: a program and an environment to a verdict, as Linux 6.18 would give it. */
@org.jspecify.annotations.NullMarked
module dev.skep.verifier {
  requires transitive dev.skep.spec;
  requires static org.jspecify;

  exports dev.skep.verifier;
  exports dev.skep.verifier.domain;
  exports dev.skep.verifier.environment;
  exports dev.skep.verifier.facts;
  exports dev.skep.verifier.finding;
  exports dev.skep.verifier.report;
  exports dev.skep.verifier.state;
}
