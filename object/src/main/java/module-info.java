/** ELF objects of BPF programs: read into specifications, relocated against any BTF. */
@org.jspecify.annotations.NullMarked
module dev.skep.object {
  requires transitive dev.skep.spec;
  requires static org.jspecify;

  exports dev.skep.object;
  exports dev.skep.object.core;
  exports dev.skep.object.elf;
}
