/** The command line: a class for each command; wires engines, sources and tools. */
@org.jspecify.annotations.NullMarked
module dev.skep.cli {
  requires dev.skep.tools;
  requires dev.skep.kernel;
  requires dev.skep.verifier;
  requires dev.skep.vm;
  requires dev.skep.recording;
  requires dev.skep.object;
  // Reached by name, see IgnoredSignals.
  requires jdk.unsupported;
  requires static org.jspecify;
}
