package dev.skep.abi.flags;

import dev.skep.abi.KernelVersion;
import java.util.Collection;

/** A number with a name in the ABI: a flag, a mask or a code. */
public interface AbiConstant {
  /** The number; a flag or mask is the bits themselves. */
  long value();

  /** The name in the header that defines it. */
  String constantName();

  /** The kernel that introduced it. */
  KernelVersion since();

  /** The bits of several flags together. */
  static long bits(Collection<? extends AbiConstant> flags) {
    long bits = 0;
    for (AbiConstant each : flags) {
      bits |= each.value();
    }
    return bits;
  }

  /** Whether all bits of this flag are set in a number. */
  default boolean isIn(long bits) {
    return (bits & value()) == value();
  }
}
