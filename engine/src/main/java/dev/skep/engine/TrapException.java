package dev.skep.engine;

/**
 * A run that was stopped: an access outside every live region, a spent budget, an instruction that
 * cannot run.
 */
public final class TrapException extends BpfException {
  private static final long serialVersionUID = 1;

  private final int slot;

  /**
   * A stopped run.
   *
   * @param slot the slot of the instruction that trapped
   */
  public TrapException(int slot, String message) {
    super(message);
    this.slot = slot;
  }

  /** The slot of the instruction that trapped, counted from the start of the program. */
  public int slot() {
    return slot;
  }
}
