package dev.skep.vm;

/** How the programs of an engine run. Results, traps and budgets are the same. */
public enum RunMode {
  /** By the interpreter. */
  INTERPRET("interpret"),
  /** By the interpreter at first, and as the JVM's own bytecode once a program has run often. */
  JIT("jit");

  private final String label;

  RunMode(String label) {
    this.label = label;
  }

  /** The mode as {@code --mode} spells it. */
  public String label() {
    return label;
  }
}
