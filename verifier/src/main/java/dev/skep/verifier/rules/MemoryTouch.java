package dev.skep.verifier.rules;

import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.Target;
import org.jspecify.annotations.Nullable;

/**
 * The memory that an instruction touches on one path.
 *
 * @param pointer the base
 * @param minOffset the lowest byte, from the start of what the pointer points at
 * @param maxOffset the byte after the highest
 */
public record MemoryTouch(Pointer pointer, long minOffset, long maxOffset) {
  static MemoryTouch of(Pointer pointer, int offset, int size) {
    long min = pointer.offset() + offset + pointer.variable().signedMin();
    long max = pointer.offset() + offset + pointer.variable().signedMax() + size;
    return new MemoryTouch(pointer, min, max);
  }

  /** The map, for map values and keys. */
  public @Nullable MapInfo map() {
    return pointer.target() instanceof Target.InMap(var map, int _) ? map : null;
  }
}
