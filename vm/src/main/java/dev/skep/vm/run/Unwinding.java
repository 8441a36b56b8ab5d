package dev.skep.vm.run;

/** Ends all frames of a run, with R0 = 0: what a zero from helper 5 does in uBPF's tests. */
public final class Unwinding extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Carries nothing, not even where. */
  Unwinding() {
    super(null, null, false, false);
  }
}
