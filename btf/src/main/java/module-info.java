/**
 * BTF, the type format of BPF objects and of the Linux kernel: read lazily, written, deduplicated,
 * printed as C.
 */
@org.jspecify.annotations.NullMarked
module dev.skep.btf {
  requires static org.jspecify;

  exports dev.skep.btf;
  exports dev.skep.btf.print;
  exports dev.skep.btf.rewrite;
}
