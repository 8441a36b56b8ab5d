package dev.skep.verifier.rules;

import dev.skep.abi.kfunc.KfuncFlag;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Held;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Target;
import dev.skep.verifier.state.Value;

/** What a kernel function leaves in R0. */
record KfuncResults(
    Machine machine,
    Subject.KernelFunction function,
    Btf btf,
    BtfType.FunctionPrototype type,
    KfuncFacts facts) {

  Value result() {
    BtfType declared = btf.type(btf.resolve(type.returnTypeId()));
    if (declared instanceof BtfType.VoidType) {
      return Value.uninitialised();
    }
    if (!(declared instanceof BtfType.Pointer pointer)) {
      return Value.unknown();
    }
    return switch (function.name()) {
      case "bpf_cast_to_kern_ctx" -> kernelContext();
      case "bpf_rdonly_cast" -> readOnlyCast();
      case "bpf_dynptr_slice", "bpf_dynptr_slice_rdwr" -> finished(slice());
      default -> pointer(pointer);
    };
  }

  private Value pointer(BtfType.Pointer declared) {
    int target = btf.resolve(declared.typeId());
    BtfType pointee = btf.type(target);
    if (pointee instanceof BtfType.VoidType) {
      return Value.unknown();
    }
    if (pointee instanceof BtfType.Struct) {
      return finished(Pointer.of(PointerKind.BTF_OBJECT, 0, new Target.Typed(btf, target)));
    }
    Pointer memory =
        Pointer.of(
            PointerKind.MEMORY, PointerFlag.READ_ONLY, new Target.Sized((int) btf.sizeOf(target)));
    return finished(memory);
  }

  private Pointer slice() {
    Dynptrs.Found dynptr = facts.dynptr;
    if (dynptr == null || facts.constant < 0) {
      throw Violation.of(
          Rule.KFUNC_ARGUMENT, "bpf_dynptr_slice needs a dynptr and a constant size");
    }
    boolean readOnly = function.name().equals("bpf_dynptr_slice");
    if (!readOnly && !Regions.mayWritePacket(machine.subject().type())) {
      throw Violation.of(Rule.READ_ONLY, "the prog does not allow writes to packet data");
    }
    return Pointer.of(
        PointerKind.MEMORY,
        readOnly ? PointerFlag.READ_ONLY : 0,
        new Target.Sized((int) facts.constant, dynptr.id()));
  }

  private Value kernelContext() {
    String name =
        switch (machine.subject().type()) {
          case SCHED_CLS,
              SCHED_ACT,
              SOCKET_FILTER,
              CGROUP_SKB,
              LWT_IN,
              LWT_OUT,
              LWT_XMIT,
              LWT_SEG6LOCAL,
              SK_SKB ->
              "sk_buff";
          case XDP -> "xdp_buff";
          case KPROBE -> "pt_regs";
          case PERF_EVENT -> "bpf_perf_event_data_kern";
          case SOCK_OPS -> "bpf_sock_ops_kern";
          case CGROUP_SOCK_ADDR -> "bpf_sock_addr_kern";
          default ->
              throw Violation.of(
                  Rule.KFUNC, "bpf_cast_to_kern_ctx is not supported for this program type");
        };
    int id = btf.find(name, BtfType.Struct.class).orElseThrow();
    return Pointer.of(PointerKind.BTF_OBJECT, PointerFlag.TRUSTED, new Target.Typed(btf, id));
  }

  private Value readOnlyCast() {
    int id = (int) facts.constant;
    if (id == 0) {
      int flags = PointerFlag.READ_ONLY | PointerFlag.UNTRUSTED;
      return Pointer.of(PointerKind.MEMORY, flags, new Target.Sized(0));
    }
    boolean struct = id > 0 && id < btf.typeCount() && btf.type(id) instanceof BtfType.Struct;
    if (!struct) {
      throw Violation.of(
          Rule.KFUNC_ARGUMENT,
          "kfunc bpf_rdonly_cast type ID argument must be of a struct or void");
    }
    return Pointer.of(PointerKind.BTF_OBJECT, PointerFlag.UNTRUSTED, new Target.Typed(btf, id));
  }

  private Value finished(Pointer pointer) {
    Pointer result = pointer;
    if (function.has(KfuncFlag.RET_NULL)) {
      result =
          result
              .withFlags(result.flags() | PointerFlag.NULLABLE)
              .withId(machine.control().freshId());
    }
    if (function.has(KfuncFlag.ACQUIRE)) {
      int id = machine.control().freshId();
      machine
          .state()
          .hold(new Held(Held.Kind.REFERENCE, id, machine.index(), 0, Held.Kind.REFERENCE));
      result = result.withId(id).withReference(id);
    }
    return result;
  }
}
