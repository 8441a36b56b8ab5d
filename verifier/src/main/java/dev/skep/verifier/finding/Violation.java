package dev.skep.verifier.finding;

/** A rule was broken on the path that is being verified: ends that path, not the verification. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Rule rule;
  private final String explanation;

  private Violation(Rule rule, String kernelText, String explanation) {
    super(kernelText, null, false, false);
    this.rule = rule;
    this.explanation = explanation;
  }

  /** A broken rule, with the kernel's wording and one for people. */
  public static Violation of(Rule rule, String kernelText, String explanation) {
    return new Violation(rule, kernelText, explanation);
  }

  /** A broken rule whose wording by the kernel says it all. */
  public static Violation of(Rule rule, String kernelText) {
    return new Violation(rule, kernelText, kernelText);
  }

  /** Which rule. */
  public Rule rule() {
    return rule;
  }

  /** What happened, in plain words. */
  public String explanation() {
    return explanation;
  }

  /** What happened, as the kernel words it. */
  public String kernelText() {
    return String.valueOf(getMessage());
  }
}
