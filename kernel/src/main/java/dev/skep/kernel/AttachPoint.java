package dev.skep.kernel;

import dev.skep.abi.AttachType;
import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.engine.UnsupportedException;
import dev.skep.spec.ProgramSpec;

/**
 * The kernel's type that a program is verified against: a function, a hook or a structure, named by
 * {@link ProgramSpec#attachTarget}. The kernel prefixes the names of some.
 */
final class AttachPoint {
  private AttachPoint() {}

  /** The BTF id of the target in the kernel's types; 0 when the program's type has none. */
  static int typeId(ProgramSpec spec, TypeObjects types) {
    if (spec.attachTarget().isEmpty() || !typed(spec.type())) {
      return 0;
    }
    String target = spec.attachTarget().get();
    Btf kernel = types.requireKernel("program " + spec.name());
    return switch (spec.type()) {
      case LSM -> function(kernel, spec, "bpf_lsm_" + target);
      case STRUCT_OPS -> find(kernel, spec, struct(target), BtfType.Struct.class);
      default ->
          switch (spec.expectedAttachType().orElse(AttachType.TRACE_FENTRY)) {
            case TRACE_RAW_TP -> find(kernel, spec, "btf_trace_" + target, BtfType.Typedef.class);
            case TRACE_ITER -> function(kernel, spec, "bpf_iter_" + target);
            default -> function(kernel, spec, target);
          };
    };
  }

  /** The target of an operation is {@code STRUCT/MEMBER}. */
  private static String struct(String target) {
    int slash = target.indexOf('/');
    return slash < 0 ? target : target.substring(0, slash);
  }

  /**
   * The number that the kernel takes as the expected attach type; of an operation, the number of
   * its member in the struct.
   */
  static int number(ProgramSpec spec, TypeObjects types) {
    int plain = spec.expectedAttachType().map(AttachType::code).orElse(0);
    String target = spec.attachTarget().orElse("");
    int slash = target.indexOf('/');
    if (spec.type() != ProgramType.STRUCT_OPS || slash < 0) {
      return plain;
    }
    Btf kernel = types.requireKernel("program " + spec.name());
    BtfType.Struct struct = kernel.type(typeId(spec, types), BtfType.Struct.class);
    String name = target.substring(slash + 1);
    for (int i = 0; i < struct.members().size(); i++) {
      if (struct.members().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new UnsupportedException(
        "program " + spec.name() + " is operation " + target + ", which this kernel does not have");
  }

  private static boolean typed(ProgramType type) {
    return type == ProgramType.TRACING || type == ProgramType.LSM || type == ProgramType.STRUCT_OPS;
  }

  private static int function(Btf kernel, ProgramSpec spec, String name) {
    return find(kernel, spec, name, BtfType.Function.class);
  }

  private static int find(
      Btf kernel, ProgramSpec spec, String name, Class<? extends BtfType> kind) {
    return kernel
        .find(name, kind)
        .orElseThrow(() ->
            new UnsupportedException(
                "program "
                    + spec.name()
                    + " targets "
                    + spec.attachTarget().orElse("")
                    + ", but this kernel's types have no "
                    + name));
  }
}
