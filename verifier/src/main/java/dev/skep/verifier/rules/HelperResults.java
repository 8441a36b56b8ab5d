package dev.skep.verifier.rules;

import dev.skep.abi.Helper;
import dev.skep.abi.HelperReturn;
import dev.skep.abi.HelperTrait;
import dev.skep.abi.MapType;
import dev.skep.abi.ReturnFlag;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.environment.HelperDefinition;
import dev.skep.verifier.environment.MapInfo;
import dev.skep.verifier.environment.SpecialField;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** What a helper leaves in R0. */
record HelperResults(Machine machine, HelperDefinition helper, CallFacts facts) {
  private static final int LARGEST_ERROR = 4095;

  Value result() {
    HelperReturn returns = helper.returns();
    return switch (returns.type()) {
      case VOID -> Value.uninitialised();
      case INTEGER -> number();
      case PTR_TO_MAP_VALUE -> finished(mapValue());
      case PTR_TO_SOCKET -> finished(Pointer.of(PointerKind.SOCKET));
      case PTR_TO_TCP_SOCK -> finished(Pointer.of(PointerKind.TCP_SOCK));
      case PTR_TO_SOCK_COMMON -> finished(Pointer.of(PointerKind.SOCK_COMMON));
      case PTR_TO_MEM -> finished(memory());
      case PTR_TO_MEM_OR_BTF_ID -> finished(perCpu());
      case PTR_TO_BTF_ID -> finished(object(returns));
    };
  }

  private Scalar number() {
    boolean bounded =
        helper.is(Helper.GET_STACK)
            || helper.is(Helper.GET_TASK_STACK)
            || helper.is(Helper.PROBE_READ_STR)
            || helper.is(Helper.PROBE_READ_KERNEL_STR)
            || helper.is(Helper.PROBE_READ_USER_STR);
    if (bounded) {
      return Value.of(ScalarDomain.LINUX.signedBetween(-LARGEST_ERROR, facts.largestSize));
    }
    return Value.unknown();
  }

  private Pointer mapValue() {
    MapInfo map = facts.map;
    if (map == null) {
      throw Violation.of(Rule.HELPER_ARGUMENT, "kernel subsystem misconfigured verifier");
    }
    Pointer pointer = Pointer.of(PointerKind.MAP_VALUE, 0, new Target.InMap(map, facts.mapLookup));
    boolean locked =
        map.has(SpecialField.Kind.SPIN_LOCK) || map.has(SpecialField.Kind.RESILIENT_SPIN_LOCK);
    return locked ? pointer.withId(machine.control().freshId()) : pointer;
  }

  private Pointer memory() {
    int flags = helper.returns().has(ReturnFlag.RINGBUF) ? PointerFlag.RINGBUF : 0;
    return Pointer.of(
        PointerKind.MEMORY, flags, new Target.Sized((int) facts.allocatedBytes, facts.dynptrId));
  }

  private Pointer perCpu() {
    Target.Typed type = facts.perCpu;
    if (type == null) {
      throw Violation.of(Rule.HELPER_ARGUMENT, "Helper has invalid btf_id in R1");
    }
    int resolved = type.btf().resolve(type.typeId());
    if (type.btf().type(resolved) instanceof BtfType.Struct) {
      return Pointer.of(PointerKind.BTF_OBJECT, 0, new Target.Typed(type.btf(), resolved));
    }
    int flags = helper.returns().has(ReturnFlag.READ_ONLY) ? PointerFlag.READ_ONLY : 0;
    return Pointer.of(
        PointerKind.MEMORY, flags, new Target.Sized((int) type.btf().sizeOf(resolved)));
  }

  private Pointer object(HelperReturn returns) {
    SpecialField field = facts.kernelPointer;
    if (helper.is(Helper.KPTR_XCHG) && field != null) {
      int flags = field.kind() == SpecialField.Kind.KPTR_PER_CPU ? PointerFlag.PER_CPU : 0;
      return Pointer.of(
          PointerKind.BTF_OBJECT, flags, new Target.Typed(field.btf(), field.typeId()));
    }
    Btf btf =
        machine
            .subject()
            .environment()
            .kernelTypes()
            .orElseThrow(() ->
                Violation.of(
                    Rule.TYPE_INFORMATION,
                    "vmlinux BTF is not found",
                    helper.name() + " returns a kernel object, but the kernel's BTF is not known"));
    String name = returns.btfType().orElseThrow();
    int id = btf.find(name, BtfType.Struct.class).orElseThrow();
    return Pointer.of(PointerKind.BTF_OBJECT, 0, new Target.Typed(btf, id));
  }

  private Pointer finished(Pointer pointer) {
    Pointer result = pointer;
    HelperReturn returns = helper.returns();
    if (returns.has(ReturnFlag.TRUSTED)) {
      result = result.withFlags(result.flags() | PointerFlag.TRUSTED);
    }
    if (returns.has(ReturnFlag.NULLABLE)) {
      result =
          result
              .withFlags(result.flags() | PointerFlag.NULLABLE)
              .withId(machine.control().freshId());
    }
    if (acquires()) {
      int id = machine.control().freshId();
      machine
          .state()
          .hold(new Held(Held.Kind.REFERENCE, id, machine.index(), 0, Held.Kind.REFERENCE));
      return result.withId(id).withReference(id);
    }
    return keepsReference() ? result.withReference(facts.reference) : result;
  }

  private boolean acquires() {
    boolean socketMap =
        helper.is(Helper.MAP_LOOKUP_ELEM)
            && facts.map != null
            && (facts.map.type() == MapType.SOCKMAP || facts.map.type() == MapType.SOCKHASH);
    return helper.has(HelperTrait.ACQUIRES_REFERENCE) || socketMap;
  }

  /** Another view of the same socket, or a slice of a dynptr, lives as long as its origin. */
  private boolean keepsReference() {
    return switch (helper.returns().type()) {
      case PTR_TO_TCP_SOCK, PTR_TO_SOCKET, PTR_TO_SOCK_COMMON -> facts.reference != 0;
      case PTR_TO_BTF_ID -> !helper.is(Helper.KPTR_XCHG) && facts.reference != 0;
      case PTR_TO_MEM -> helper.is(Helper.DYNPTR_DATA);
      default -> false;
    };
  }
}
