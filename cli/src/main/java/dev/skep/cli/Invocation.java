package dev.skep.cli;

import java.util.Optional;

/**
 * What every command is given.
 *
 * @param console where to write
 * @param engine the engine that {@code --engine} names, if any
 * @param json whether results are wanted as JSON
 * @param verbose whether errors tell all
 */
record Invocation(Console console, Optional<EngineName> engine, boolean json, boolean verbose) {

  /** What {@code --engine} takes. */
  enum EngineName {
    KERNEL,
    VM
  }
}
