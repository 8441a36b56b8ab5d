/**
 * Inert, immutable specifications of programs, maps and objects: what an engine turns into live
 * ones.
 */
@org.jspecify.annotations.NullMarked
module dev.skep.spec {
  requires transitive dev.skep.isa;
  requires transitive dev.skep.btf;
  requires static org.jspecify;

  exports dev.skep.spec;
}
