package dev.skep.verifier.rules;

import dev.skep.isa.Condition;
import dev.skep.verifier.domain.Branch;
import dev.skep.verifier.domain.ScalarRange;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Target;

/**
 * A packet pointer compared with the packet's end (or a metadata pointer with the packet's start):
 * up to it, the bytes are there.
 */
record PacketComparison(Condition condition, Pointer left, Pointer right) {
  private static final int AT_END = -1;
  private static final int BEYOND_END = -2;
  private static final long LARGEST_PACKET = 0xffff;

  /** The comparison with the packet pointer on the left. */
  private record Ordered(Condition condition, Pointer pointer, boolean swapped) {}

  private @org.jspecify.annotations.Nullable Ordered ordered() {
    if (isBelow(left, right)) {
      return new Ordered(condition, left, false);
    }
    return isBelow(right, left) ? new Ordered(mirrored(condition), right, true) : null;
  }

  private static boolean isBelow(Pointer pointer, Pointer end) {
    boolean packet = pointer.kind() == PointerKind.PACKET && end.kind() == PointerKind.PACKET_END;
    boolean meta =
        pointer.kind() == PointerKind.PACKET_META
            && end.kind() == PointerKind.PACKET
            && end.offset() == 0
            && end.isFixed()
            && end.variable().constant() == 0;
    return packet || meta;
  }

  private static Condition mirrored(Condition condition) {
    return switch (condition) {
      case UNSIGNED_GREATER -> Condition.UNSIGNED_LESS;
      case UNSIGNED_LESS -> Condition.UNSIGNED_GREATER;
      case UNSIGNED_GREATER_OR_EQUAL -> Condition.UNSIGNED_LESS_OR_EQUAL;
      case UNSIGNED_LESS_OR_EQUAL -> Condition.UNSIGNED_GREATER_OR_EQUAL;
      default -> condition;
    };
  }

  /** Whether an earlier comparison of the same pointer decides this one. */
  Branch decide() {
    Ordered ordered = ordered();
    if (ordered == null
        || ordered.pointer.kind() != PointerKind.PACKET
        || !(ordered.pointer.target() instanceof Target.InPacket(int proven))
        || proven >= 0) {
      return Branch.UNKNOWN;
    }
    boolean beyond = proven == BEYOND_END;
    return switch (ordered.condition) {
      case UNSIGNED_GREATER -> beyond ? Branch.ALWAYS : Branch.UNKNOWN;
      case UNSIGNED_LESS_OR_EQUAL -> beyond ? Branch.NEVER : Branch.UNKNOWN;
      case UNSIGNED_GREATER_OR_EQUAL -> Branch.ALWAYS;
      case UNSIGNED_LESS -> Branch.NEVER;
      default -> Branch.UNKNOWN;
    };
  }

  /** Notes what either way out proves; false when it is no such comparison. */
  boolean refine(State taken, State passed, int leftRegister, int rightRegister) {
    Ordered ordered = ordered();
    if (ordered == null) {
      return false;
    }
    int register = ordered.swapped ? rightRegister : leftRegister;
    switch (ordered.condition) {
      case UNSIGNED_GREATER -> {
        prove(passed, ordered.pointer, false);
        markEnd(taken, register, BEYOND_END);
      }
      case UNSIGNED_LESS_OR_EQUAL -> {
        prove(taken, ordered.pointer, false);
        markEnd(passed, register, BEYOND_END);
      }
      case UNSIGNED_LESS -> {
        prove(taken, ordered.pointer, true);
        markEnd(passed, register, AT_END);
      }
      case UNSIGNED_GREATER_OR_EQUAL -> {
        prove(passed, ordered.pointer, true);
        markEnd(taken, register, AT_END);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Everything below a pointer is there, and with {@code inclusive} the byte that it points at. */
  private static void prove(State state, Pointer pointer, boolean inclusive) {
    ScalarRange variable = pointer.variable();
    if (pointer.offset() < 0
        || (pointer.offset() == 0 && inclusive)
        || Long.compareUnsigned(variable.unsignedMax(), LARGEST_PACKET) > 0
        || variable.unsignedMax() + pointer.offset() > LARGEST_PACKET) {
      return;
    }
    int bytes = inclusive ? pointer.offset() + 1 : pointer.offset();
    new Invalidation(state)
        .each(value ->
            value instanceof Pointer other
                    && other.kind() == pointer.kind()
                    && other.id() == pointer.id()
                    && other.target() instanceof Target.InPacket(int proven)
                    && proven < bytes
                ? other.withTarget(new Target.InPacket(bytes))
                : value);
  }

  private static void markEnd(State state, int register, int where) {
    if (state.frame().register(register) instanceof Pointer pointer
        && pointer.kind() == PointerKind.PACKET) {
      state.frame().register(register, pointer.withTarget(new Target.InPacket(where)));
    }
  }
}
