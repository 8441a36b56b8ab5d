/** Ready tools: scripts in the tracing language with output of their own. */
@org.jspecify.annotations.NullMarked
module dev.skep.tools {
  requires transitive dev.skep.trace;
  requires static org.jspecify;

  exports dev.skep.tools;
}
