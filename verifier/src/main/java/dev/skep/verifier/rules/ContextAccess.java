package dev.skep.verifier.rules;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import dev.skep.abi.context.ContextField;
import dev.skep.abi.context.ContextLayout;
import dev.skep.abi.context.ContextValue;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.util.Optional;

/** Loads from and stores to the program's context. */
record ContextAccess(Machine machine, Access access, Pointer pointer) {

  Value perform() {
    MemoryAccess.checkLeak(machine, access, "ctx");
    Offsets.checkUnmodified(pointer, access.register());
    int offset = pointer.offset() + access.offset();
    if (isTyped()) {
      return new TypedContext(machine, access, offset).perform();
    }
    ContextLayout layout = machine.subject().environment().context(machine.subject().spec());
    Optional<ContextField> field =
        access.write() ? layout.store(offset, access.size()) : layout.load(offset, access.size());
    boolean extendsPointer =
        access.signExtended() && field.filter(f -> f.value() != ContextValue.SCALAR).isPresent();
    if (offset < 0 || field.isEmpty() || extendsPointer) {
      throw refused(layout, offset);
    }
    return access.write() || !access.fetch() ? Value.unknown() : value(field.get());
  }

  private boolean isTyped() {
    return switch (machine.subject().type()) {
      case TRACING, LSM, STRUCT_OPS, EXT -> true;
      default -> false;
    };
  }

  private Violation refused(ContextLayout layout, int offset) {
    String name = layout.at(offset).map(found -> " (there is " + found.name() + ")").orElse("");
    return Violation.of(
        Rule.CONTEXT_ACCESS,
        "invalid bpf_context access off=" + offset + " size=" + access.size(),
        "Programs of type "
            + machine.subject().typeText()
            + " may not "
            + (access.write() ? "write " : "read ")
            + access.size()
            + " bytes at offset "
            + offset
            + " of struct "
            + layout.structName()
            + name);
  }

  private Value value(ContextField field) {
    ContextValue value = field.value();
    return switch (value) {
      case SCALAR, BTF_ARGUMENT -> Value.unknown();
      case PACKET -> Pointer.of(PointerKind.PACKET, 0, new Target.InPacket(0));
      case PACKET_META -> Pointer.of(PointerKind.PACKET_META, 0, new Target.InPacket(0));
      case PACKET_END -> Pointer.of(PointerKind.PACKET_END);
      case SOCKET -> Pointer.of(PointerKind.SOCKET);
      case SOCKET_OR_NULL -> nullable(PointerKind.SOCKET);
      case SOCK_COMMON_OR_NULL -> nullable(PointerKind.SOCK_COMMON);
      case FLOW_KEYS -> Pointer.of(PointerKind.FLOW_KEYS);
      case TRACEPOINT_BUFFER -> Pointer.of(PointerKind.TP_BUFFER);
      case NF_HOOK_STATE, SK_BUFF -> typed(value);
    };
  }

  private Value nullable(PointerKind kind) {
    return Pointer.of(kind, PointerFlag.NULLABLE, Target.Plain.PLAIN)
        .withId(machine.control().freshId());
  }

  private Value typed(ContextValue value) {
    String name = value.btfType().orElseThrow();
    return machine
        .subject()
        .environment()
        .kernelTypes()
        .flatMap(btf ->
            btf.find(name, dev.skep.btf.BtfType.Struct.class).stream()
                .mapToObj(id -> (Target) new Target.Typed(btf, id))
                .findFirst())
        .map(target -> (Value) Pointer.of(PointerKind.BTF_OBJECT, PointerFlag.TRUSTED, target))
        .orElseThrow(() ->
            Violation.of(
                Rule.TYPE_INFORMATION,
                "the kernel's BTF is missing",
                "The type struct " + name + " is needed, but the kernel's BTF is not known"));
  }

  /** Whether a program of tracing attaches to a raw tracepoint with types. */
  static boolean isTypedTracepoint(Subject subject) {
    return subject.type() == ProgramType.TRACING
        && subject
            .spec()
            .expectedAttachType()
            .filter(attach -> attach == AttachType.TRACE_RAW_TP)
            .isPresent();
  }
}
