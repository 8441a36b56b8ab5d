package dev.skep.trace.middle;

/** The maps that programs use besides the script's own, which all begin with {@code AT_}. */
public final class SystemMaps {
  /** The ring buffer that carries records for user space. */
  public static final String RING = "skep_records";

  /**
   * Counts what was lost, one 64-bit number a CPU: at a map's index the updates that found it full,
   * behind them the records that found no room.
   */
  public static final String LOSSES = "skep_losses";

  /** When the session began, in nanoseconds, for {@code elapsed}. */
  public static final String START = "skep_start";

  private SystemMaps() {}
}
