package dev.skep.object;

/** What a relocated instruction means: a relocation with its symbol resolved. */
sealed interface CodeMeaning {

  /** The address of a map that {@code .maps} defines. */
  record MapAddress(String map) implements CodeMeaning {}

  /**
   * The address of something in a data section: the symbol's offset; the instruction adds its own
   * immediate.
   */
  record DataAddress(int section, long offset) implements CodeMeaning {}

  /**
   * The address of a global variable in an arena: the symbol's offset; the instruction adds its own
   * immediate.
   */
  record ArenaAddress(String map, long offset) implements CodeMeaning {}

  /**
   * A call of a function in {@code .text}: the symbol's offset in bytes; the instruction adds its
   * own immediate.
   */
  record Call(long offset) implements CodeMeaning {}

  /** The address of a function in {@code .text}, for a callback: the symbol's offset in bytes. */
  record FunctionAddress(long offset) implements CodeMeaning {}

  /** The address of something that the kernel has, or a value of its configuration. */
  record ExternAddress(Extern extern) implements CodeMeaning {}

  /** A call of a kernel function. */
  record ExternCall(Extern extern) implements CodeMeaning {}
}
