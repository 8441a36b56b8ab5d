/**
 * The contract of the engines: what turns specifications into live programs, maps and links. No
 * implementation.
 */
@org.jspecify.annotations.NullMarked
module dev.skep.engine {
  requires transitive dev.skep.spec;
  requires static org.jspecify;

  exports dev.skep.engine;
  exports dev.skep.engine.typed;
}
