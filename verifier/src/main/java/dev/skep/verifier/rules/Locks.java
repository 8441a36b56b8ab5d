package dev.skep.verifier.rules;

import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.State;
import dev.skep.verifier.state.Value;

/** Spin locks: one at a time, released by the same pointer. */
record Locks(Machine machine) {

  void spinLock(int register, Pointer pointer, boolean take) {
    String name = take ? "bpf_spin_lock" : "bpf_spin_unlock";
    if (!pointer.isFixed()) {
      throw refused(
          "R"
              + register
              + " doesn't have constant offset. bpf_spin_lock has to be at the constant offset");
    }
    if (pointer.kind() != PointerKind.MAP_VALUE) {
      throw refused("R" + register + " type=" + pointer.typeName() + " expected=map_value");
    }
    MapInfo map = pointer.inMap().map();
    if (map.spec().types().isEmpty()) {
      throw refused("map '" + map.name() + "' has to have BTF in order to use bpf_spin_lock");
    }
    SpecialField field =
        map.fields().stream()
            .filter(each -> each.kind() == SpecialField.Kind.SPIN_LOCK)
            .findFirst()
            .orElseThrow(() -> refused("map '" + map.name() + "' has no valid bpf_spin_lock"));
    if (field.offset() != pointer.fixedOffset()) {
      throw refused(
          "off "
              + pointer.fixedOffset()
              + " doesn't point to 'struct bpf_spin_lock' that is at "
              + field.offset());
    }
    if (take) {
      take(pointer, map);
    } else {
      give(pointer, map);
    }
    assert !name.isEmpty();
  }

  private void take(Pointer pointer, MapInfo map) {
    if (machine.state().lastLock() != null) {
      throw refused("Locking two bpf_spin_locks are not allowed");
    }
    State state = machine.state();
    state.hold(new Held(Held.Kind.LOCK, pointer.id(), machine.index(), pointer.id(), map));
  }

  private void give(Pointer pointer, MapInfo map) {
    State state = machine.state();
    Held lock = state.lastLock();
    if (lock == null) {
      throw refused("bpf_spin_unlock without taking a lock");
    }
    if (lock.kind() != Held.Kind.LOCK
        || lock.id() != pointer.id()
        || !lock.map().equals(map)
        || !state.release(lock.id(), Held.Kind.LOCK)) {
      throw refused("bpf_spin_unlock of different lock");
    }
    invalidateNonOwning();
  }

  /** Members that the program does not own may be gone once the lock is. */
  void invalidateNonOwning() {
    new Invalidation(machine.state())
        .each(value ->
            value instanceof Pointer pointer && pointer.has(PointerFlag.NON_OWNING)
                ? Value.unknown()
                : value);
  }

  private static Violation refused(String text) {
    return Violation.of(Rule.LOCK, text);
  }
}
