package dev.skep.vm.jit;

import dev.skep.vm.jit.Known.Pointer;
import dev.skep.vm.map.ArrayLayout;
import dev.skep.vm.map.VmMap;
import org.jspecify.annotations.Nullable;

/**
 * A look-up in a map that is known, by a key of 4 or 8 bytes in the frame.
 *
 * @param keyOffset where the key is, from the frame pointer
 */
record Lookup(VmMap map, long keyOffset, int keyBytes) {
  /** The look-up that a helper call makes; null when it is no such one. */
  static @Nullable Lookup of(int helper, @Nullable VmMap map, @Nullable Known key) {
    if (helper != Calls.LOOKUP || map == null || !(key instanceof Pointer pointer)) {
      return null;
    }
    int bytes = map.spec().keySize();
    boolean inRegister = map.arrayLayout() != null || map.findsByRegister();
    boolean inWord =
        pointer.isStack()
            && pointer.fixed()
            && (bytes == 4 || bytes == 8)
            && (pointer.offset() & (bytes - 1)) == 0
            && Values.word(pointer.offset()) >= 0;
    return inRegister && inWord ? new Lookup(map, pointer.offset(), bytes) : null;
  }

  /** How an array's values lie; null when the map is none. */
  @Nullable ArrayLayout layout() {
    return map.arrayLayout();
  }
}
