package dev.skep.vm.jit;

import dev.skep.vm.jit.Known.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of a program's accesses. Code is correct without any, and faster with more. In
 * checked mode a wrong belief ends in a trap: it says through which bounds an access goes.
 */
@FunctionalInterface
interface Facts {
  /** What the base register of an access holds; null when that is not known. */
  @Nullable Pointer base(int index);

  /** Nothing is believed. */
  static Facts none() {
    return index -> null;
  }
}
