/**
 * The tracing language: text to tree to typed tree to middle form to BPF, and the user-space half.
 */
@org.jspecify.annotations.NullMarked
module dev.skep.trace {
  requires transitive dev.skep.engine;
  requires static org.jspecify;

  exports dev.skep.trace;
  exports dev.skep.trace.output;
  exports dev.skep.trace.syntax;
}
