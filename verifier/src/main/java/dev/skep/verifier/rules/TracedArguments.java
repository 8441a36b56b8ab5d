package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;
import java.util.List;
import java.util.Optional;

/** What the arguments of the hook that a program attaches to are, by the hook's prototype. */
record TracedArguments(Machine machine) {

  Value read(int argument, Access access) {
    Btf btf =
        machine
            .subject()
            .environment()
            .kernelTypes()
            .orElseThrow(() ->
                Violation.of(
                    Rule.TYPE_INFORMATION,
                    "attach_btf_id is not supplied",
                    "The kernel's BTF is needed to know the arguments of the hook"));
    List<BtfType.Parameter> parameters = parameters(btf);
    if (argument >= parameters.size()) {
      throw Violation.of(
          Rule.CONTEXT_ACCESS,
          "func '" + name() + "' doesn't have " + (argument + 1) + "-th argument",
          "The hook " + name() + " has only " + parameters.size() + " arguments");
    }
    return value(btf, parameters.get(argument).typeId(), argument, access);
  }

  private String name() {
    return machine.subject().spec().attachTarget().orElse("?");
  }

  private List<BtfType.Parameter> parameters(Btf btf) {
    String target = name();
    if (ContextAccess.isTypedTracepoint(machine.subject())) {
      int typedef = find(btf, "btf_trace_" + target, BtfType.Typedef.class);
      int resolved = btf.resolve(typedef);
      BtfType.Pointer pointer = btf.type(resolved, BtfType.Pointer.class);
      var prototype = btf.type(btf.resolve(pointer.typeId()), BtfType.FunctionPrototype.class);
      // The first parameter is the tracepoint's own data.
      return prototype.parameters().subList(1, prototype.parameters().size());
    }
    if (isIterator()) {
      int function = find(btf, "bpf_iter_" + target, BtfType.Function.class);
      return prototype(btf, function).parameters();
    }
    return prototype(btf, find(btf, target, BtfType.Function.class)).parameters();
  }

  private boolean isIterator() {
    return machine
        .subject()
        .spec()
        .expectedAttachType()
        .filter(attach -> attach == dev.skep.abi.AttachType.TRACE_ITER)
        .isPresent();
  }

  private static BtfType.FunctionPrototype prototype(Btf btf, int function) {
    int type = btf.type(function, BtfType.Function.class).typeId();
    return btf.type(type, BtfType.FunctionPrototype.class);
  }

  private static int find(Btf btf, String name, Class<? extends BtfType> kind) {
    return btf.find(name, kind)
        .orElseThrow(() ->
            Violation.of(
                Rule.PROGRAM_TYPE, "attach_btf_id is not found", "The kernel has no hook " + name));
  }

  private Value value(Btf btf, int typeId, int argument, Access access) {
    int resolved = btf.resolve(typeId);
    BtfType type = btf.type(resolved);
    if (!(type instanceof BtfType.Pointer pointer)) {
      return Value.unknown();
    }
    if (access.size() != 8) {
      throw Violation.of(
          Rule.CONTEXT_ACCESS,
          "func '" + name() + "' size " + access.size() + " must be 8",
          "Argument " + argument + " of the hook is a pointer and must be read as 8 bytes");
    }
    int target = btf.resolve(pointer.typeId());
    if (!(btf.type(target) instanceof BtfType.Struct)) {
      return Value.unknown();
    }
    int flags = PointerFlag.TRUSTED;
    Optional<String> tag = tag(btf, pointer);
    if (tag.isPresent()) {
      flags = tag.get().equals("user") ? PointerFlag.USER : PointerFlag.TRUSTED;
    }
    if (isIterator() && argument > 0) {
      flags |= PointerFlag.NULLABLE;
    }
    Pointer value = Pointer.of(PointerKind.BTF_OBJECT, flags, new Target.Typed(btf, target));
    return value.isNullable() ? value.withId(machine.control().freshId()) : value;
  }

  private static Optional<String> tag(Btf btf, BtfType.Pointer pointer) {
    return btf.type(pointer.typeId()) instanceof BtfType.TypeTag tag
        ? Optional.of(tag.name())
        : Optional.empty();
  }
}
