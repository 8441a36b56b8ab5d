package dev.skep.engine;

import java.util.Optional;

/** Names of addresses. */
public interface Symbols {

  /**
   * A named address.
   *
   * @param name the function or variable
   * @param offset how far behind its start the address is, in bytes
   * @param module the kernel module or the file; empty for the kernel itself
   */
  record Symbol(String name, long offset, String module) {}

  /** The kernel symbol that covers an address. */
  Optional<Symbol> kernel(long address);

  /** The symbol that covers an address of a process. */
  Optional<Symbol> user(int pid, long address);

  /** No names at all: what an engine without symbols has. */
  Symbols NONE =
      new Symbols() {
        @Override
        public Optional<Symbol> kernel(long address) {
          return Optional.empty();
        }

        @Override
        public Optional<Symbol> user(int pid, long address) {
          return Optional.empty();
        }
      };
}
