package dev.skep.trace.middle;

import java.util.List;

/**
 * A program in the middle form.
 *
 * @param temps how many temporaries there are
 * @param labels how many labels there are
 * @param frameBytes how much memory it needs, a multiple of 8
 */
public record Routine(List<Step> steps, int temps, int labels, int frameBytes) {
  public Routine {
    steps = List.copyOf(steps);
  }

  /** One step a line. */
  public String listing() {
    StringBuilder out = new StringBuilder();
    for (Step step : steps) {
      out.append(step instanceof Step.Label ? "" : "  ").append(step).append('\n');
    }
    return out.toString();
  }
}
