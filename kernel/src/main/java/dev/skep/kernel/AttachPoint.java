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
      case STRUCT_OPS -> find(kernel, spec, target, BtfType.Struct.class);
      default ->
          switch (spec.expectedAttachType().orElse(AttachType.TRACE_FENTRY)) {
            case TRACE_RAW_TP -> find(kernel, spec, "btf_trace_" + target, BtfType.Typedef.class);
            case TRACE_ITER -> function(kernel, spec, "bpf_iter_" + target);
            default -> function(kernel, spec, target);
          };
    };
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
