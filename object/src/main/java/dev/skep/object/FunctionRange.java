package dev.skep.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of an object.
 *
 * @param name its symbol
 * @param slot where it starts in its section, in slots
 * @param slots how long it is
 * @param local whether its symbol is bound to this object: {@code static} in C
 * @param hidden whether its visibility keeps it from being verified on its own
 */
record FunctionRange(String name, int slot, int slots, boolean local, boolean hidden) {
  int end() {
    return slot + slots;
  }

  /** The function that holds a slot, of functions by ascending start; or null. */
  static @Nullable FunctionRange holding(List<FunctionRange> functions, int slot) {
    int low = 0;
    int high = functions.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (functions.get(middle).slot() <= slot) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && slot < functions.get(high).end() ? functions.get(high) : null;
  }
}
