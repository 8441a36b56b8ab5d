package dev.skep.engine;

/**
 * How a program is loaded.
 *
 * @param log how much of the verifier's log is kept on success; on rejection the whole log is
 *     always there
 * @param instructionBudget how many instructions a run may take before it is trapped; 0 for no
 *     limit. The kernel engine ignores it
 */
public record LoadOptions(Log log, long instructionBudget) {
  /** No log on success, no budget. */
  public static final LoadOptions DEFAULT = new LoadOptions(Log.ON_REJECTION, 0);

  /** How much of the verifier's log is kept. */
  public enum Log {
    /** Only when the program is rejected. */
    ON_REJECTION,
    /** Statistics: instructions processed, states, stack depth. */
    STATISTICS,
    /** Every instruction's state. */
    STATES
  }
}
