package dev.skep.verifier.rules;

import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;

/** Timers and work queues, which lie in map values. */
record Timers(Machine machine, CallFacts facts) {

  void check(int register, Pointer pointer) {
    check(register, pointer, SpecialField.Kind.TIMER);
  }

  void check(int register, Pointer pointer, SpecialField.Kind kind) {
    MapInfo map = pointer.inMap().map();
    if (!pointer.isFixed()) {
      throw refused(
          "R"
              + register
              + " doesn't have constant offset. "
              + kind.typeName()
              + " has to be at the constant offset");
    }
    if (map.spec().types().isEmpty()) {
      throw refused("map '" + map.name() + "' has to have BTF in order to use " + kind.typeName());
    }
    SpecialField field =
        map.fields().stream()
            .filter(each -> each.kind() == kind)
            .findFirst()
            .orElseThrow(() -> refused("map '" + map.name() + "' has no valid " + kind.typeName()));
    if (field.offset() != pointer.fixedOffset()) {
      throw refused(
          "off "
              + pointer.fixedOffset()
              + " doesn't point to 'struct "
              + kind.typeName()
              + "' that is at "
              + field.offset());
    }
    facts.map = map;
    facts.mapLookup = pointer.inMap().lookup();
    assert machine.index() >= 0;
  }

  private static Violation refused(String text) {
    return Violation.of(Rule.HELPER_ARGUMENT, text);
  }
}
