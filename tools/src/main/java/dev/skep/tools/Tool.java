package dev.skep.tools;

import java.util.List;

/**
 * What people see of a ready tool.
 *
 * @param name the command's name
 * @param summary what it shows, in a line
 * @param arguments what stands behind the name, as usage texts show it
 * @param options its own options
 */
public record Tool(String name, String summary, String arguments, List<Option> options) {
  public Tool {
    options = List.copyOf(options);
  }

  /** All tools, by name. */
  public static List<Tool> all() {
    return List.of(Bitehist.TOOL);
  }

  /**
   * An option.
   *
   * @param spelling as it is written, with its argument
   * @param summary what it does, in a line
   */
  public record Option(String spelling, String summary) {}
}
