package dev.skep.verifier.explore;

import dev.skep.verifier.state.ByteKind;
import dev.skep.verifier.state.Frame;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.StackObject;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.Value;

/** Whether the stack of an older state covers that of a newer one, byte by byte. */
record StackComparison(
    StateComparison values, Frame old, Frame current, Exactness exactness, boolean privileged) {

  boolean same() {
    int slots = Math.max(old.slots(), current.slots());
    int compared = exactness == Exactness.WHERE_PRECISE ? old.slots() : slots;
    for (int slot = 0; slot < compared; slot++) {
      if (!sameSlot(slot, old.slot(slot), current.slot(slot))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameSlot(int number, StackSlot a, StackSlot b) {
    boolean strict = exactness != Exactness.WHERE_PRECISE;
    if (strict && a.kinds() != b.kinds()) {
      return false;
    }
    if (a.isAll(ByteKind.INVALID)
        || (privileged && !strict && a.isAll(ByteKind.MISC) && !isObject(b))) {
      return true;
    }
    if (asNumber(a) != null && asNumber(b) != null && a.kinds() != b.kinds()) {
      return values.same(number(a), old.isSlotPrecise(number), number(b));
    }
    for (int i = 0; i < 8; i++) {
      if (!sameKind(a.kind(i), b.kind(i))) {
        return false;
      }
    }
    return sameContents(number, a, b);
  }

  private static boolean isObject(StackSlot slot) {
    return slot.isObject();
  }

  /** A whole number that was spilled, or eight bytes of which nothing is known. */
  private @org.jspecify.annotations.Nullable Value asNumber(StackSlot slot) {
    if (slot.isScalarSpill() && slot.isWholeSpill()) {
      return slot.spilled();
    }
    if (!privileged || slot.isObject() || slot.isSpill()) {
      return null;
    }
    for (int i = 0; i < 8; i++) {
      int kind = slot.kind(i);
      if (kind != ByteKind.MISC && kind != ByteKind.INVALID) {
        return null;
      }
    }
    return Value.unknown();
  }

  private Value number(StackSlot slot) {
    Value value = asNumber(slot);
    return value == null ? Value.unknown() : value;
  }

  private boolean sameKind(int a, int b) {
    if (a == b || a == ByteKind.INVALID) {
      return true;
    }
    if (a != ByteKind.MISC) {
      return false;
    }
    return b == ByteKind.ZERO || (privileged && (b == ByteKind.INVALID || b == ByteKind.SPILL));
  }

  private boolean sameContents(int number, StackSlot a, StackSlot b) {
    if (a.isSpill()) {
      return b.isSpill() && values.same(a.spilled(), old.isSlotPrecise(number), b.spilled());
    }
    return switch (a.spilled()) {
      case StackObject.DynptrSlot one ->
          b.spilled() instanceof StackObject.DynptrSlot two
              && one.kind() == two.kind()
              && one.first() == two.first()
              && values.sameIds(one.id(), two.id())
              && values.sameIds(one.reference(), two.reference());
      case StackObject.IteratorSlot one ->
          b.spilled() instanceof StackObject.IteratorSlot two
              && one.typeId() == two.typeId()
              && one.active() == two.active()
              && (exactness != Exactness.EQUAL || one.depth() == two.depth())
              && values.sameIds(one.reference(), two.reference());
      case StackObject.InterruptSlot one ->
          b.spilled() instanceof StackObject.InterruptSlot two
              && one.ofLock() == two.ofLock()
              && values.sameIds(one.reference(), two.reference());
      case Scalar _ -> true;
      default -> true;
    };
  }
}
