package dev.skep.btf;

/** BTF types; the reader lands with the module. */
public final class Btf {
  private Btf() {}
}
