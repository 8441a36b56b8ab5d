package dev.skep.trace.syntax;

import java.util.List;

/**
 * A script in the tracing language, as it was written.
 *
 * @param source its text
 * @param blocks its probe blocks, in order
 */
public record Script(Source source, List<ProbeBlock> blocks) {
  public Script {
    blocks = List.copyOf(blocks);
  }

  /**
   * Parses a script.
   *
   * @param text the whole text
   * @param name what messages call it: its file, or {@code stdin}
   * @throws ScriptException with the position of the first error
   */
  public static Script parse(String text, String name) {
    return new Parser(new Source(name, text)).script();
  }
}
