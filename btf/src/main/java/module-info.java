/** BTF types. */
@org.jspecify.annotations.NullMarked
module dev.skep.btf {
  requires static org.jspecify;

  exports dev.skep.btf;
}
