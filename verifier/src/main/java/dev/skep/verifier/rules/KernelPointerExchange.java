package dev.skep.verifier.rules;

import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Target;

/** The arguments of {@code bpf_kptr_xchg}. */
record KernelPointerExchange(Machine machine, CallFacts facts) {

  void checkDestination(int register, Pointer pointer) {
    if (pointer.kind() != PointerKind.MAP_VALUE) {
      throw refused("R" + register + " type=" + pointer.typeName() + " expected=map_value");
    }
    if (!pointer.isFixed()) {
      throw refused(
          "R" + register + " doesn't have constant offset. kptr has to be at the constant offset");
    }
    var map = pointer.inMap().map();
    SpecialField field =
        map.fields().stream()
            .filter(each -> each.kind().isPointer() && each.offset() == pointer.fixedOffset())
            .findFirst()
            .orElseThrow(() -> refused("off=" + pointer.fixedOffset() + " doesn't point to kptr"));
    if (field.kind() != SpecialField.Kind.KPTR && field.kind() != SpecialField.Kind.KPTR_PER_CPU) {
      throw refused("off=" + pointer.fixedOffset() + " kptr isn't referenced kptr");
    }
    facts.kernelPointer = field;
    assert machine.index() >= 0;
  }

  void checkSource(int register, Pointer pointer) {
    SpecialField field = facts.kernelPointer;
    boolean fits =
        field != null
            && pointer.target() instanceof Target.Typed(var btf, int typeId)
            && pointer.offset() == 0
            && btf.type(typeId).name().equals(field.btf().type(field.typeId()).name());
    if (!fits) {
      throw refused(
          "invalid kptr access, R" + register + " type=" + pointer.typeName() + " expected=ptr_");
    }
  }

  private static Violation refused(String text) {
    return Violation.of(Rule.HELPER_ARGUMENT, text);
  }
}
