/** Recordings of kernel events as sources of events. */
@org.jspecify.annotations.NullMarked
module dev.skep.recording {
  requires transitive dev.skep.engine;
  requires static org.jspecify;

  exports dev.skep.recording;
}
