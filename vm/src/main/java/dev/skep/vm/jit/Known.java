package dev.skep.vm.jit;

import dev.skep.vm.map.VmMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a register's value; where nothing is, there is none of these. */
sealed interface Known {
  /** A map, as helpers take it. */
  record MapHandle(VmMap map) implements Known {}

  /**
   * An address.
   *
   * @param space the memory that it points into
   * @param map whose values, for {@link Space#VALUES}
   * @param fixed whether {@code offset} is known
   * @param offset from where the memory starts: the frame pointer, the context, a value
   */
  record Pointer(Space space, @Nullable VmMap map, boolean fixed, long offset) implements Known {
    Pointer plus(long bytes) {
      return new Pointer(space, map, fixed, offset + bytes);
    }

    /** The same memory, somewhere. */
    Pointer anywhere() {
      return new Pointer(space, map, false, 0);
    }

    boolean isStack() {
      return space == Space.STACK;
    }
  }

  /** The kinds of memory that an address can be known to point into. */
  enum Space {
    /** The frame of the function that runs. */
    STACK,
    CONTEXT,
    PACKET,
    /** The values of a map. */
    VALUES
  }

  /** What two paths agree on; null when that is nothing. */
  static @Nullable Known join(@Nullable Known one, @Nullable Known other) {
    if (one == null || other == null || one.equals(other)) {
      return one == null ? null : other;
    }
    if (one instanceof Pointer(var space, var map, _, _)
        && other instanceof Pointer(var otherSpace, var otherMap, _, _)
        && space == otherSpace
        && Objects.equals(map, otherMap)) {
      return new Pointer(space, map, false, 0);
    }
    return null;
  }

  /** Whether this is an address of the running function's frame. */
  static boolean isStack(@Nullable Known known) {
    return known instanceof Pointer pointer && pointer.isStack();
  }
}
