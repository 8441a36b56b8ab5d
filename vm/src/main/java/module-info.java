/** The embedded engine: BPF programs in this process, on any operating system, for any user. */
@org.jspecify.annotations.NullMarked
module dev.skep.vm {
  requires transitive dev.skep.engine;
  requires static org.jspecify;

  exports dev.skep.vm;
}
