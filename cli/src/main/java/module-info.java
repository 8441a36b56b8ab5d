/** The command line: a class for each command; wires engines, sources and tools. */
@org.jspecify.annotations.NullMarked
module dev.skep.cli {
  requires dev.skep.tools;
  requires dev.skep.kernel;
  requires dev.skep.vm;
  requires dev.skep.recording;
  requires dev.skep.object;
  requires jdk.unsupported;
  requires static org.jspecify;
}
