package dev.skep.cli;

import dev.skep.tools.Tool;
import dev.skep.tools.Tools;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code skep tools}: lists the ready tools. */
final class ToolsCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    spec.usageMessage().footer("Each tool is a command of its own: skep bitehist --help.");
  }

  @Override
  public int run(Invocation invocation, ParseResult arguments) throws IOException {
    for (Tool tool : Tools.ALL) {
      invocation
          .console()
          .line(
              invocation.json()
                  ? "{\"name\":\"" + tool.name() + "\",\"summary\":\"" + tool.summary() + "\"}"
                  : String.format("%-18s %s", tool.name(), tool.summary()));
    }
    return ExitCode.DONE;
  }
}
