package dev.skep.verifier.rules;

import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** Plain loads and stores of the kernel pointers that map values hold. */
record KernelPointers(Machine machine) {

  Value access(Access access, Pointer place, SpecialField field) {
    if (!access.write()) {
      return load(field);
    }
    boolean clears = access.stored() instanceof Scalar scalar && scalar.isConstant(0);
    if (field.kind() != SpecialField.Kind.KPTR_UNTRUSTED && !clears) {
      throw Violation.of(
          Rule.MAP_ACCESS,
          "store to referenced kptr disallowed",
          "A kernel pointer that holds a reference is changed by bpf_kptr_xchg() only");
    }
    if (!clears && !matches(access.stored(), field)) {
      throw Violation.of(
          Rule.MAP_ACCESS,
          "invalid kptr access, R" + access.storedRegister() + " type=" + place.typeName());
    }
    return Value.unknown();
  }

  private Value load(SpecialField field) {
    boolean inRcu = machine.state().rcuSections > 0 || !machine.subject().sleepable();
    int flags =
        field.kind() == SpecialField.Kind.KPTR_UNTRUSTED || !inRcu
            ? PointerFlag.UNTRUSTED
            : PointerFlag.RCU;
    if (field.kind() == SpecialField.Kind.KPTR_PER_CPU) {
      flags |= PointerFlag.PER_CPU;
    }
    return Pointer.of(
            PointerKind.BTF_OBJECT,
            flags | PointerFlag.NULLABLE,
            new Target.Typed(field.btf(), field.typeId()))
        .withId(machine.control().freshId());
  }

  private static boolean matches(
      @org.jspecify.annotations.Nullable Value value, SpecialField field) {
    return value instanceof Pointer pointer
        && pointer.kind() == PointerKind.BTF_OBJECT
        && pointer.offset() == 0
        && pointer.isFixed()
        && pointer.target() instanceof Target.Typed(var btf, int typeId)
        && btf.type(typeId).name().equals(field.btf().type(field.typeId()).name());
  }
}
