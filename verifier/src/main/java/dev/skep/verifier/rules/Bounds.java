package dev.skep.verifier.rules;

import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;

/**
 * Demands that an access lies within memory of a known size, for every value of the pointer's
 * variable part.
 *
 * @param register the register that holds the pointer, for messages
 * @param pointer the pointer
 * @param size how many bytes there are from its base
 * @param zeroAllowed whether an access of no bytes is allowed
 */
record Bounds(int register, Pointer pointer, long size, boolean zeroAllowed) {

  void check(int offset, int bytes) {
    ScalarRange variable = pointer.variable();
    long fixed = (long) pointer.offset() + offset;
    long lowest = fixed + variable.signedMin();
    if (variable.signedMin() < 0
        && (variable.signedMin() == Long.MIN_VALUE || lowest != (int) lowest || lowest < 0)) {
      throw negative(variable);
    }
    within(lowest, bytes);
    if (Long.compareUnsigned(variable.unsignedMax(), PointerArithmetic.MAX_OFFSET) >= 0) {
      throw Violation.of(
          rule(),
          "R" + register + " unbounded memory access, make sure to bounds check any such access",
          "The offset added to r"
              + register
              + " has no upper bound that is known here: "
              + pointer);
    }
    within(fixed + variable.unsignedMax(), bytes);
  }

  private Violation negative(ScalarRange variable) {
    return Violation.of(
        rule(),
        "R"
            + register
            + " min value is negative, either use unsigned index or do a if (index >=0) check.",
        "The offset added to r"
            + register
            + " may be negative: as low as "
            + variable.signedMin()
            + " ("
            + pointer
            + ")");
  }

  /** Demands that bytes at an offset from the base lie within the memory. */
  void within(long offset, int bytes) {
    boolean counted = bytes > 0 || (bytes == 0 && zeroAllowed);
    if (offset >= 0 && counted && offset + bytes <= size) {
      return;
    }
    String at = " off=" + offset + " size=" + bytes;
    switch (pointer.kind()) {
      case MAP_VALUE, MAP_KEY ->
          throw Violation.of(
              Rule.MAP_VALUE_BOUNDS,
              "invalid access to map value, value_size=" + size + at,
              "An access of "
                  + bytes
                  + " bytes at offset "
                  + offset
                  + " of a map value (or key) of "
                  + size
                  + " bytes");
      case PACKET, PACKET_META, PACKET_END ->
          throw Violation.of(
              Rule.PACKET_BOUNDS,
              "invalid access to packet, off="
                  + offset
                  + " size="
                  + bytes
                  + ", R"
                  + register
                  + "(id="
                  + pointer.id()
                  + ",off="
                  + pointer.offset()
                  + ",r="
                  + size
                  + ")",
              "The packet may end before offset "
                  + (offset + bytes)
                  + ": "
                  + (size == 0 ? "no bytes are" : "only " + size + " bytes are")
                  + " proven to be there on this path");
      default ->
          throw Violation.of(
              Rule.MEMORY_BOUNDS,
              "invalid access to memory, mem_size=" + size + at,
              "An access of "
                  + bytes
                  + " bytes at offset "
                  + offset
                  + " of memory of "
                  + size
                  + " bytes");
    }
  }

  private Rule rule() {
    return switch (pointer.kind()) {
      case MAP_VALUE, MAP_KEY -> Rule.MAP_VALUE_BOUNDS;
      case PACKET, PACKET_META -> Rule.PACKET_BOUNDS;
      default -> Rule.MEMORY_BOUNDS;
    };
  }

  static boolean isPacket(Pointer pointer) {
    return pointer.kind() == PointerKind.PACKET || pointer.kind() == PointerKind.PACKET_META;
  }
}
