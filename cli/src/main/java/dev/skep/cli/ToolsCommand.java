package dev.skep.cli;

import dev.skep.tools.Tool;
import java.io.IOException;
import java.util.List;

/** {@code skep tools}: lists the ready tools. */
final class ToolsCommand implements Command {
  @Override
  public Signature signature() {
    return Signature.of("", 0, 0, List.of(), "skep tools", "skep bitehist --help");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    for (Tool tool : Tool.all()) {
      invocation
          .console()
          .line(
              invocation.json()
                  ? "{\"name\":"
                      + Json.quoted(tool.name())
                      + ",\"summary\":"
                      + Json.quoted(tool.summary())
                      + "}"
                  : String.format("%-18s %s", tool.name(), tool.summary()));
    }
    return ExitCode.DONE;
  }
}
