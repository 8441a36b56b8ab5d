package dev.skep.object.core;

import dev.skep.btf.BtfType;

/** Which kinds of types may stand for each other. */
final class Kinds {
  private Kinds() {}

  /** The same kind, or enumerations of either width. */
  static boolean compatible(BtfType one, BtfType other) {
    return one.kind() == other.kind()
        || (one instanceof BtfType.Enumeration && other instanceof BtfType.Enumeration);
  }

  /**
   * Whether both are integers as C knows them: those that BTF once used for bit fields start within
   * their bytes, and fit nothing.
   */
  static boolean plainIntegers(BtfType.Int one, BtfType.Int other) {
    return one.bitOffset() == 0 && other.bitOffset() == 0;
  }
}
