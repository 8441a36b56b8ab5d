/** The Linux engine: bpf(2) reached through the foreign function interface, without native code. */
@org.jspecify.annotations.NullMarked
module dev.skep.kernel {
  requires transitive dev.skep.engine;
  requires static org.jspecify;

  exports dev.skep.kernel;
}
