package dev.skep.tools;

import java.util.Optional;

/**
 * How {@link Bitehist} runs.
 *
 * @param by what sizes are shown apart for
 * @param intervalSeconds how often the histogram is printed and begun again; 0 for once, at the end
 * @param count after how many intervals it ends; 0 for never
 * @param json whether it prints JSON lines
 * @param replay whether the events come from a recording
 */
public record BitehistOptions(
    Optional<By> by, long intervalSeconds, long count, boolean json, boolean replay) {
  /** One histogram of live events, at the end. */
  public static final BitehistOptions DEFAULT =
      new BitehistOptions(Optional.empty(), 0, 0, false, false);

  /** What sizes are shown apart for. */
  public enum By {
    /** The name of the thread that issued the request. */
    COMM("comm"),
    /** The disk's device number. */
    DISK("disk"),
    /** Read, write, flush, discard. */
    OP("op");

    private final String label;

    By(String label) {
      this.label = label;
    }

    /** As it is written on the command line. */
    public String label() {
      return label;
    }

    /** The one with a label, or empty. */
    public static Optional<By> of(String label) {
      for (By by : values()) {
        if (by.label.equals(label)) {
          return Optional.of(by);
        }
      }
      return Optional.empty();
    }
  }
}
