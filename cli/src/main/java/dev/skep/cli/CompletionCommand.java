package dev.skep.cli;

import dev.skep.cli.CommandTree.Group;
import dev.skep.cli.CommandTree.Leaf;
import dev.skep.cli.CommandTree.Node;
import java.io.IOException;
import java.util.List;

/**
 * {@code skep completion}: prints a script that completes commands, options and file names in bash
 * and zsh.
 */
final class CompletionCommand implements Command {
  @Override
  public Signature signature() {
    return Signature.of(
        "bash|zsh",
        1,
        1,
        List.of(),
        "source <(skep completion bash)",
        "skep completion bash > /etc/bash_completion.d/skep");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    String shell = arguments.operands().getFirst();
    switch (shell) {
      case "bash" -> invocation.console().line(bash());
      case "zsh" ->
          invocation.console().line("autoload -U +X bashcompinit && bashcompinit\n" + bash());
      default -> throw arguments.usage("no completion for the shell \"" + shell + "\"");
    }
    return ExitCode.DONE;
  }

  private static String bash() {
    StringBuilder cases = new StringBuilder();
    cases(cases, CommandTree.ROOT, "");
    return """
    _skep() {
      local word=${COMP_WORDS[COMP_CWORD]} path= i
      for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${COMP_WORDS[i]}" in
    %s      ) path="$path ${COMP_WORDS[i]}" ;;
        esac
      done
      case "$path" in
    %s  esac
      [[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$word"))
    }
    complete -F _skep skep ./skep\
    """
        .formatted(patterns(), cases);
  }

  /** Every way to a command, as the alternatives of a shell pattern. */
  private static String patterns() {
    StringBuilder patterns = new StringBuilder();
    patterns(patterns, CommandTree.ROOT, "");
    return "      " + patterns.substring(1);
  }

  private static void patterns(StringBuilder patterns, Group group, String path) {
    for (Node child : group.children()) {
      String way = path + " " + child.name();
      patterns.append("|'").append(way).append('\'');
      if (child instanceof Group inner) {
        patterns(patterns, inner, way);
      }
    }
  }

  private static void cases(StringBuilder cases, Node node, String path) {
    cases.append("    '").append(path).append("') COMPREPLY=($(compgen -W '");
    switch (node) {
      case Group group -> {
        group.children().forEach(child -> cases.append(child.name()).append(' '));
        options(cases, Signature.of("", 0, 0, List.of()));
        cases.append("' -- \"$word\")) ;;\n");
        group.children().forEach(child -> cases(cases, child, path + " " + child.name()));
      }
      case Leaf leaf -> {
        options(cases, leaf.command().get().signature());
        cases.append("' -- \"$word\")) ;;\n");
      }
    }
  }

  private static void options(StringBuilder words, Signature signature) {
    for (Option option : signature.options()) {
      option.names().forEach(name -> words.append(name).append(' '));
    }
  }
}
