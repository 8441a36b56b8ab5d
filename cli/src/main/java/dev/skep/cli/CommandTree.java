package dev.skep.cli;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands by name, each built only when it is asked for. */
final class CommandTree {

  /** A name in the tree. */
  sealed interface Node {
    /** The word that is typed. */
    String name();

    /** What it is for, a sentence. */
    String summary();
  }

  /** A command. */
  record Leaf(String name, String summary, Supplier<Command> command) implements Node {}

  /** A group of commands. */
  record Group(String name, String summary, List<Node> children) implements Node {}

  /** The whole tree. */
  static final Group ROOT =
      new Group(
          "skep",
          "BPF for the JVM: trace a running Linux system, run and verify BPF programs.",
          List.of(
              new Leaf(
                  "bitehist",
                  "Show the size distribution of block device I/O as a histogram.",
                  BitehistCommand::new),
              new Leaf("trace", "Run a script of the tracing language.", TraceCommand::new),
              new Leaf("tools", "List the ready tools.", ToolsCommand::new),
              new Leaf(
                  "verify",
                  "Say whether Linux's verifier would accept the programs of object files, and why not.",
                  VerifyCommand::new),
              new Group(
                  "vm",
                  "Run the embedded engine by itself.",
                  List.of(
                      new Leaf(
                          "test", "Run conformance files in every mode.", VmTestCommand::new))),
              new Group(
                  "object",
                  "Look into object files of BPF programs.",
                  List.of(
                      new Leaf(
                          "show",
                          "List an object file's programs, maps and externs.",
                          ObjectShowCommand::new),
                      new Leaf(
                          "dump",
                          "Show the instructions of an object file's programs.",
                          ObjectDumpCommand::new))),
              new Leaf(
                  "completion",
                  "Print a completion script for bash or zsh.",
                  CompletionCommand::new)));

  private CommandTree() {}

  /** The child of a group with a name, or null when it has none. */
  static @Nullable Node child(Group group, String name) {
    for (Node node : group.children()) {
      if (node.name().equals(name)) {
        return node;
      }
    }
    return null;
  }
}
