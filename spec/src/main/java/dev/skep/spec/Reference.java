package dev.skep.spec;

/**
 * What an instruction means by name. The instruction itself carries zeros (or the part that is
 * known, such as an offset into a map's value); the engine that loads the program fills in
 * descriptors and addresses.
 */
public sealed interface Reference {

  /** The name in its own name space: of a map, a kernel function or a kernel variable. */
  String name();

  /**
   * A map: on a {@code LoadImmediate64} of kind {@code MAP_FD}, or of kind {@code MAP_VALUE}, whose
   * second immediate is the offset into the first value in bytes.
   */
  record ToMap(String name) implements Reference {}

  /**
   * A kernel function, on a {@code CallKfunc}; a weak one that the kernel lacks becomes a call that
   * the verifier refuses if reached.
   */
  record ToKfunc(String name, boolean weak) implements Reference {}

  /**
   * A kernel variable, on a {@code LoadImmediate64}: of kind {@code BTF_ID} when it has a type,
   * else of kind {@code CONSTANT}, which then gets the symbol's address; a weak one that the kernel
   * lacks becomes 0.
   */
  record ToKernelVariable(String name, boolean weak) implements Reference {}
}
