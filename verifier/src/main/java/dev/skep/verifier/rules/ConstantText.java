package dev.skep.verifier.rules;

import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Texts that helpers read: they must be constants, and end. */
record ConstantText(Machine machine) {

  void check(int register, Pointer pointer) {
    MapInfo map = pointer.inMap().map();
    Optional<MemorySegment> constants = map.constants();
    if (constants.isEmpty()) {
      throw refused("R" + register + " does not point to a readonly map'", map);
    }
    if (!pointer.isFixed()) {
      throw refused("R" + register + " is not a constant address'", map);
    }
    long start = pointer.fixedOffset();
    new Bounds(register, pointer, map.valueSize(), false)
        .check(0, Math.max(1, (int) (map.valueSize() - start)));
    MemorySegment bytes = constants.get();
    for (long at = start; at < bytes.byteSize(); at++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at) == 0) {
        return;
      }
    }
    throw refused("string is not zero-terminated", map);
  }

  private Violation refused(String text, MapInfo map) {
    assert machine.index() >= 0;
    return Violation.of(
        Rule.HELPER_ARGUMENT,
        text,
        "A constant, zero-terminated text is wanted; the map is " + map.name());
  }
}
