package dev.skep.vm.map;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Copies values that others may be writing: whole words of 8 bytes are never torn, as with the
 * kernel's {@code bpf_long_memcpy} and a processor's word moves.
 */
final class ValueCopy {
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private ValueCopy() {}

  static void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {
    long whole = bytes & -8;
    for (long at = 0; at < whole; at += 8) {
      setWord(to, toAt + at, word(from, fromAt + at));
    }
    for (long at = whole; at < bytes; at++) {
      to.set(JAVA_BYTE, toAt + at, from.get(JAVA_BYTE, fromAt + at));
    }
  }

  private static boolean aligned(MemorySegment segment, long at) {
    return segment.isNative() && (segment.address() + at & 7) == 0;
  }

  private static long word(MemorySegment segment, long at) {
    return aligned(segment, at)
        ? (long) LONG.getOpaque(segment, at)
        : segment.get(JAVA_LONG_UNALIGNED, at);
  }

  private static void setWord(MemorySegment segment, long at, long word) {
    if (aligned(segment, at)) {
      LONG.setOpaque(segment, at, word);
    } else {
      segment.set(JAVA_LONG_UNALIGNED, at, word);
    }
  }
}
