package dev.skep.tools;

import java.util.List;

/**
 * A ready tool as it is listed; what it takes is told by its command.
 *
 * @param name the command's name
 * @param summary what it shows, in a line
 */
public record Tool(String name, String summary) {

  /** All tools, by name. */
  public static List<Tool> all() {
    return List.of(Bitehist.TOOL);
  }
}
