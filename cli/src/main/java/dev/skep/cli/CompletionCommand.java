package dev.skep.cli;

import java.io.IOException;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code skep completion}: prints a script that completes commands and options in bash and zsh. */
final class CompletionCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("SHELL")
            .type(String.class)
            .arity("1")
            .description("bash or zsh.")
            .build());
    spec.usageMessage().footer("For this shell only: source <(skep completion bash)");
  }

  @Override
  public int run(Invocation invocation, ParseResult arguments) throws IOException {
    String shell = arguments.matchedPositionalValue(0, "");
    String script = AutoComplete.bash("skep", CommandSpecs.commandLine(null));
    switch (shell) {
      case "bash" -> invocation.console().line(script);
      case "zsh" -> {
        invocation.console().line("autoload -U +X bashcompinit && bashcompinit");
        invocation.console().line(script);
      }
      default -> throw new UsageException("no completion for the shell \"" + shell + "\": expected bash or zsh");
    }
    return ExitCode.DONE;
  }
}
