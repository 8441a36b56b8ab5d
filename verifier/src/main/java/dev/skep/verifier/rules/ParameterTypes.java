package dev.skep.verifier.rules;

import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Target;

/** What a parameter of a global function is, by its type in BTF. */
record ParameterTypes(Machine machine, String function, int number, ParameterTags tags) {

  GlobalArguments.Parameter classify(Btf btf, int typeId) {
    int resolved = btf.resolve(typeId);
    BtfType type = btf.type(resolved);
    if (type instanceof BtfType.Int || type instanceof BtfType.Enumeration) {
      return new GlobalArguments.Parameter.Numeric();
    }
    if (!(type instanceof BtfType.Pointer pointer)) {
      throw Violation.of(
          Rule.SUBPROGRAM_ARGUMENT,
          "Arg#"
              + number
              + " type "
              + type.kind()
              + " in "
              + function
              + "() is not supported yet.");
    }
    return pointer(btf, pointer);
  }

  private GlobalArguments.Parameter pointer(Btf btf, BtfType.Pointer pointer) {
    if (tags.has("arena")) {
      return new GlobalArguments.Parameter.Arena();
    }
    if (tags.has("ctx") || isContext(btf, pointer)) {
      if (tags.has("nonnull") || tags.has("nullable")) {
        throw Violation.of(
            Rule.SUBPROGRAM_ARGUMENT, "arg#" + number + " has multiple conflicting tags");
      }
      return new GlobalArguments.Parameter.Context();
    }
    int target = btf.resolve(pointer.typeId());
    BtfType pointee = btf.type(target);
    if (pointee.name().equals("bpf_dynptr")) {
      return new GlobalArguments.Parameter.Dynptr();
    }
    if (tags.has("trusted") || tags.has("untrusted")) {
      return object(btf, target);
    }
    long size = sizeOf(btf, target, pointee);
    return new GlobalArguments.Parameter.Memory((int) size, !tags.has("nonnull"));
  }

  private long sizeOf(Btf btf, int target, BtfType pointee) {
    boolean sized =
        pointee instanceof BtfType.Int
            || pointee instanceof BtfType.Enumeration
            || pointee instanceof BtfType.Composite
            || pointee instanceof BtfType.Pointer
            || pointee instanceof BtfType.Array;
    if (!sized) {
      throw Violation.of(
          Rule.SUBPROGRAM_ARGUMENT,
          "arg#"
              + number
              + " reference type('"
              + pointee.kind()
              + " "
              + pointee.name()
              + "') size cannot be determined: -22",
          "Parameter "
              + (number + 1)
              + " of the global function "
              + function
              + " points to something whose size is not known");
    }
    return btf.sizeOf(target);
  }

  private GlobalArguments.Parameter object(Btf btf, int target) {
    Btf kernel =
        machine
            .subject()
            .environment()
            .kernelTypes()
            .orElseThrow(() -> Violation.of(Rule.TYPE_INFORMATION, "vmlinux BTF is not found"));
    String declared = btf.type(target).name();
    int flavor = declared.indexOf("___");
    String name = flavor < 0 ? declared : declared.substring(0, flavor);
    int id =
        kernel
            .find(name, BtfType.Struct.class)
            .orElseThrow(() ->
                Violation.of(
                    Rule.SUBPROGRAM_ARGUMENT,
                    "arg#" + number + " type struct " + name + " is not in the kernel"));
    return new GlobalArguments.Parameter.KernelObject(
        new Target.Typed(kernel, id), tags.has("nullable"), tags.has("trusted"));
  }

  /** Whether a parameter's type is the one that this program type calls its context. */
  private boolean isContext(Btf btf, BtfType.Pointer pointer) {
    ProgramType program = machine.subject().type();
    int id = pointer.typeId();
    while (btf.type(id) instanceof BtfType.Modifier modifier) {
      if (modifier instanceof BtfType.Typedef typedef
          && typedef.name().equals("bpf_user_pt_regs_t")) {
        return program == ProgramType.KPROBE;
      }
      id = modifier.typeId();
    }
    String name = btf.type(id).name();
    if (name.isEmpty() || !(btf.type(id) instanceof BtfType.Struct)) {
      return false;
    }
    if (program == ProgramType.KPROBE && name.equals("pt_regs")) {
      return true;
    }
    return switch (program) {
      case KPROBE, TRACEPOINT, TRACING, LSM, EXT, STRUCT_OPS, SYSCALL -> false;
      default -> {
        String own = machine.subject().environment().context(machine.subject().spec()).structName();
        yield own.equals(name) || own.equals("struct " + name);
      }
    };
  }
}
