package dev.skep.abi;

import static dev.skep.abi.HelperShapes.*;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each helper takes and returns. A few helpers take other arguments in some program types
 * ({@code bpf_setsockopt} takes the context of a sock_ops program, but the socket of a cgroup
 * sockopt program).
 */
public final class HelperSignatures {
  private static final HelperSignature[] ALL = HelperSignatureTable.rows();

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant(
              Set.of(
                  ProgramType.SCHED_CLS,
                  ProgramType.SCHED_ACT,
                  ProgramType.LWT_IN,
                  ProgramType.LWT_OUT,
                  ProgramType.LWT_XMIT,
                  ProgramType.LWT_SEG6LOCAL),
              Set.of(),
              sign(Helper.GET_CGROUP_CLASSID, INTEGER, CTX)),
          new Variant(
              Set.of(ProgramType.PERF_EVENT),
              Set.of(),
              sign(Helper.GET_STACKID, INTEGER, CTX, MAP, ANY)),
          new Variant(
              Set.of(
                  ProgramType.TRACING,
                  ProgramType.LSM,
                  ProgramType.SYSCALL,
                  ProgramType.SK_REUSEPORT),
              Set.of(),
              sign(Helper.GET_SOCKET_COOKIE, INTEGER, SOCK_OR_NULL)),
          new Variant(
              Set.of(
                  ProgramType.CGROUP_SOCKOPT,
                  ProgramType.LSM,
                  ProgramType.STRUCT_OPS,
                  ProgramType.TRACING),
              Set.of(),
              sign(Helper.SETSOCKOPT, INTEGER, SOCK, ANY, ANY, BYTES, SIZE)),
          new Variant(
              Set.of(
                  ProgramType.CGROUP_SOCKOPT,
                  ProgramType.LSM,
                  ProgramType.STRUCT_OPS,
                  ProgramType.TRACING),
              Set.of(),
              sign(Helper.GETSOCKOPT, INTEGER, SOCK, ANY, ANY, OUTPUT, SIZE)),
          new Variant(
              Set.of(ProgramType.TRACING, ProgramType.SYSCALL),
              Set.of(),
              sign(
                  Helper.SK_STORAGE_GET,
                  MAP_VALUE_OR_NULL,
                  MAP,
                  objectOrNull("sock_common"),
                  VALUE_OR_NULL,
                  ANY)),
          new Variant(
              Set.of(ProgramType.CGROUP_SOCK),
              Set.of(),
              sign(Helper.SK_STORAGE_GET, MAP_VALUE_OR_NULL, MAP, CTX, VALUE_OR_NULL, ANY)),
          new Variant(
              Set.of(ProgramType.TRACING, ProgramType.SYSCALL),
              Set.of(),
              sign(Helper.SK_STORAGE_DELETE, INTEGER, MAP, objectOrNull("sock_common"))),
          new Variant(
              Set.of(ProgramType.SK_LOOKUP),
              Set.of(),
              sign(Helper.SK_ASSIGN, INTEGER, CTX, SOCKET_OR_NULL, ANY)),
          new Variant(
              Set.of(ProgramType.TRACING, ProgramType.LSM, ProgramType.SYSCALL),
              Set.of(),
              sign(Helper.XDP_GET_BUFF_LEN, INTEGER, object("xdp_buff"))),
          new Variant(
              Set.of(ProgramType.KPROBE),
              Set.of(
                  AttachType.TRACE_KPROBE_MULTI,
                  AttachType.TRACE_KPROBE_SESSION,
                  AttachType.TRACE_UPROBE_MULTI),
              sign(Helper.GET_FUNC_IP, INTEGER, CTX)));

  private HelperSignatures() {}

  /** The signature where no program type says otherwise. */
  public static HelperSignature of(Helper helper) {
    return ALL[helper.id() - 1];
  }

  /** The signature in programs of a type; whether they may call it at all is not asked. */
  public static HelperSignature of(Helper helper, ProgramType program) {
    return find(helper, program, Optional.empty());
  }

  /** The signature in programs of a type that were loaded for an attach type. */
  public static HelperSignature of(Helper helper, ProgramType program, AttachType attach) {
    return find(helper, program, Optional.of(attach));
  }

  private static HelperSignature find(
      Helper helper, ProgramType program, Optional<AttachType> attach) {
    for (Variant each : VARIANTS) {
      if (each.signature.helper() == helper && each.holdsFor(program, attach)) {
        return each.signature;
      }
    }
    return of(helper);
  }

  private static HelperSignature sign(
      Helper helper, HelperReturn returns, HelperArgument... arguments) {
    return new HelperSignature(helper, returns, Set.of(), List.of(arguments));
  }

  /** A signature that holds for some program types; an empty set of attach types means any. */
  private record Variant(
      Set<ProgramType> programs, Set<AttachType> attaches, HelperSignature signature) {
    boolean holdsFor(ProgramType program, Optional<AttachType> attach) {
      return programs.contains(program)
          && (attaches.isEmpty() || attach.filter(attaches::contains).isPresent());
    }
  }
}
