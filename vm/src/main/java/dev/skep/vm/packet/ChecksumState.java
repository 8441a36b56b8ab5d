package dev.skep.vm.packet;

/**
 * What is known of a packet's checksums: nothing, or that so many levels of them were checked
 * ({@code ip_summed} and {@code csum_level} of {@code struct sk_buff}).
 */
public final class ChecksumState {
  /** {@code SKB_MAX_CSUM_LEVEL}. */
  private static final int MOST_LEVELS = 3;

  private static final int UNCHECKED = -1;

  /** The level, or {@link #UNCHECKED}. */
  private int level = UNCHECKED;

  ChecksumState() {}

  /** The level of encapsulation up to which checksums were checked; -1 when none was. */
  public int level() {
    return level;
  }

  /** Counts one more level as checked. */
  public void increment() {
    level = Math.min(level + 1, MOST_LEVELS);
  }

  /** Counts one level less. */
  public void decrement() {
    level = Math.max(level - 1, UNCHECKED);
  }

  /** Forgets that anything was checked. */
  public void reset() {
    level = UNCHECKED;
  }
}
