package dev.skep.verifier.rules;

import dev.skep.abi.MapType;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** What becomes of a pointer that may be NULL where it was found to be NULL or not. */
record NullChecks(State state) {

  /** Whether a pointer can never be NULL, so that a test is decided. */
  static boolean isNeverNull(Pointer pointer) {
    if (pointer.isNullable()) {
      return false;
    }
    return switch (pointer.kind()) {
      case SOCKET, TCP_SOCK, MAP_VALUE, MAP_KEY, SOCK_COMMON, MEMORY, MAP -> true;
      case BTF_OBJECT ->
          pointer.has(PointerFlag.TRUSTED | PointerFlag.ALLOCATED | PointerFlag.NON_OWNING)
              && !pointer.has(PointerFlag.UNTRUSTED);
      default -> false;
    };
  }

  /** All copies of a pointer were found to be NULL, or not to be. */
  void resolve(Pointer tested, boolean isNull) {
    int id = tested.id();
    if (isNull && tested.reference() != 0 && tested.reference() == id) {
      state.release(id, Held.Kind.REFERENCE);
    }
    new Invalidation(state)
        .each(value ->
            value instanceof Pointer pointer && pointer.isNullable() && pointer.id() == id
                ? isNull ? Value.constant(0) : known(pointer)
                : value);
  }

  private static Value known(Pointer pointer) {
    Pointer found = notNull(pointer);
    return mayHoldLock(found) ? found : found.withId(0);
  }

  /** Locks are told apart by the id of the value they lie in. */
  static boolean mayHoldLock(Pointer pointer) {
    if (pointer.kind() == PointerKind.MAP_VALUE) {
      MapInfo map = pointer.inMap().map();
      return map.has(SpecialField.Kind.SPIN_LOCK) || map.has(SpecialField.Kind.RESILIENT_SPIN_LOCK);
    }
    return pointer.kind() == PointerKind.BTF_OBJECT && pointer.has(PointerFlag.ALLOCATED);
  }

  static Pointer notNull(Pointer pointer) {
    int flags = pointer.flags() & ~PointerFlag.NULLABLE;
    if (pointer.kind() != PointerKind.MAP_VALUE) {
      return pointer.withFlags(flags);
    }
    MapInfo map = pointer.inMap().map();
    if (map.inner().isPresent()) {
      Target inner = new Target.InMap(map.inner().get(), pointer.id());
      return Pointer.of(PointerKind.MAP, 0, inner);
    }
    if (map.type() == MapType.XSKMAP) {
      return Pointer.of(PointerKind.XDP_SOCK);
    }
    if (map.type() == MapType.SOCKMAP || map.type() == MapType.SOCKHASH) {
      return Pointer.of(PointerKind.SOCKET).withId(pointer.id()).withReference(pointer.reference());
    }
    return pointer.withFlags(flags);
  }

  /** Two equal pointers: what is never NULL makes the other not NULL. */
  void equalPointers(Pointer left, int leftRegister, Pointer right, int rightRegister) {
    if (left.kind() == PointerKind.BTF_OBJECT || right.kind() == PointerKind.BTF_OBJECT) {
      return;
    }
    if (left.kind() == PointerKind.ARENA || right.kind() == PointerKind.ARENA) {
      return;
    }
    if (!left.isNullable() && right.isNullable()) {
      state.frame().register(rightRegister, notNull(right));
    }
    if (!right.isNullable() && left.isNullable()) {
      state.frame().register(leftRegister, notNull(left));
    }
  }
}
