package dev.skep.verifier.facts;

import dev.skep.verifier.state.PointerKind;
import java.util.Optional;

/**
 * The memory that one instruction touches, on all paths.
 *
 * @param unique whether all paths touch the same region; where not, the other fields describe one
 *     of them and only {@code kind} may differ
 * @param kind what kind of region
 * @param map the name of the map that it is in or is, for maps, values and keys
 * @param frameDepth for the stack, how many frames above the running one; −1 when paths differ
 * @param minOffset the lowest byte that is touched, from the region's start (for the stack, from
 *     that frame's pointer); for packets from the base of the pointer
 * @param maxOffset the byte after the highest that is touched
 */
public record MemoryFact(
    boolean unique,
    PointerKind kind,
    Optional<String> map,
    int frameDepth,
    long minOffset,
    long maxOffset) {

  /** Whether the same bytes are touched whenever the instruction runs. */
  public boolean isFixed(int size) {
    return unique && maxOffset - minOffset == size;
  }

  MemoryFact join(MemoryFact other) {
    boolean same =
        unique
            && other.unique
            && kind == other.kind
            && map.equals(other.map)
            && frameDepth == other.frameDepth;
    return new MemoryFact(
        same,
        kind,
        map,
        frameDepth == other.frameDepth ? frameDepth : -1,
        Math.min(minOffset, other.minOffset),
        Math.max(maxOffset, other.maxOffset));
  }
}
