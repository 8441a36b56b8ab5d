package dev.skep.btf;

/**
 * Where a function or variable can be referred to from. The ordinal is the number on disk, alike
 * for both.
 */
public enum Linkage {
  /** Only in its own translation unit. */
  STATIC,
  /** Defined here, usable elsewhere. */
  GLOBAL,
  /** Defined elsewhere. */
  EXTERN;

  /** The number on disk ({@code BTF_FUNC_*}, {@code BTF_VAR_*}). */
  public int number() {
    return ordinal();
  }
}
