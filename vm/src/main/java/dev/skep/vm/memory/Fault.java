package dev.skep.vm.memory;

/**
 * What stops a run: an access that no live region allows, an argument that means nothing. It never
 * leaves a run, which turns it into a trap that names the instruction.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String what;

  /** A fault that says in one line what was tried, with which values, and why it cannot be. */
  public Fault(String message) {
    super(message, null, false, false);
    this.what = message;
  }

  /** A fault for the reason that an exception gives. */
  public static Fault of(RuntimeException reason) {
    return new Fault(String.valueOf(reason.getMessage()));
  }

  /** What was tried, and why it cannot be. */
  public String what() {
    return what;
  }
}
