package dev.skep.verifier.rules;

import dev.skep.abi.ArgumentFlag;
import dev.skep.abi.ArgumentType;
import dev.skep.abi.HelperArgument;
import dev.skep.verifier.state.Pointer;
import dev.skep.verifier.state.PointerFlag;
import dev.skep.verifier.state.PointerKind;
import dev.skep.verifier.state.Scalar;
import dev.skep.verifier.state.Value;

/** Which values fit which arguments of helpers (the table of compatible types of Linux 6.18). */
record ArgumentKinds(HelperArgument argument) {

  boolean accepts(Value value) {
    ArgumentType type = argument.type();
    if (!(value instanceof Pointer pointer)) {
      return value instanceof Scalar && isNumber(type);
    }
    int flags = pointer.flags();
    if (argument.has(ArgumentFlag.READ_ONLY)) {
      flags &= ~PointerFlag.READ_ONLY;
    }
    if (argument.has(ArgumentFlag.NULLABLE)) {
      flags &= ~PointerFlag.NULLABLE;
    }
    return accepts(type, pointer.kind(), flags);
  }

  private static boolean isNumber(ArgumentType type) {
    return switch (type) {
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO, ANYTHING -> true;
      default -> false;
    };
  }

  private static boolean accepts(ArgumentType type, PointerKind kind, int flags) {
    return switch (type) {
      case PTR_TO_MAP_KEY, PTR_TO_MAP_VALUE, PTR_TO_MEM -> isMemory(kind, flags);
      case CONST_MAP_PTR -> kind == PointerKind.MAP && flags == 0;
      case PTR_TO_CTX -> kind == PointerKind.CONTEXT && flags == 0;
      case PTR_TO_SOCK_COMMON -> isSocket(kind) && flags == 0;
      case PTR_TO_BTF_ID_SOCK_COMMON ->
          (isSocket(kind) && flags == 0)
              || (kind == PointerKind.BTF_OBJECT && flags == PointerFlag.TRUSTED);
      case PTR_TO_SOCKET -> kind == PointerKind.SOCKET && flags == 0;
      case PTR_TO_BTF_ID ->
          kind == PointerKind.BTF_OBJECT
              && (flags == 0 || flags == PointerFlag.TRUSTED || flags == PointerFlag.RCU);
      case PTR_TO_SPIN_LOCK ->
          (kind == PointerKind.MAP_VALUE && flags == 0)
              || (kind == PointerKind.BTF_OBJECT && flags == PointerFlag.ALLOCATED);
      case PTR_TO_RINGBUF_MEM -> kind == PointerKind.MEMORY && flags == PointerFlag.RINGBUF;
      case PTR_TO_PERCPU_BTF_ID ->
          kind == PointerKind.BTF_OBJECT && (flags & PointerFlag.PER_CPU) != 0;
      case PTR_TO_FUNC -> kind == PointerKind.FUNCTION;
      case PTR_TO_STACK -> kind == PointerKind.STACK;
      case PTR_TO_CONST_STR, PTR_TO_TIMER -> kind == PointerKind.MAP_VALUE && flags == 0;
      case KPTR_XCHG_DEST ->
          (kind == PointerKind.MAP_VALUE && flags == 0)
              || (kind == PointerKind.BTF_OBJECT && flags == PointerFlag.ALLOCATED);
      case PTR_TO_DYNPTR -> kind == PointerKind.STACK || kind == PointerKind.DYNPTR;
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO, ANYTHING -> false;
    };
  }

  private static boolean isMemory(PointerKind kind, int flags) {
    return switch (kind) {
      case STACK, PACKET, PACKET_META, MAP_KEY, MAP_VALUE, BUFFER, CONTEXT -> flags == 0;
      case MEMORY -> (flags & ~PointerFlag.RINGBUF) == 0;
      case BTF_OBJECT -> flags == PointerFlag.TRUSTED;
      default -> false;
    };
  }

  private static boolean isSocket(PointerKind kind) {
    return switch (kind) {
      case SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> true;
      default -> false;
    };
  }

  /** What is expected, as the kernel words it. */
  String expected() {
    return switch (argument.type()) {
      case PTR_TO_MAP_KEY, PTR_TO_MAP_VALUE, PTR_TO_MEM ->
          "fp, pkt, pkt_meta, map_key, map_value, mem";
      case CONST_MAP_PTR -> "map_ptr";
      case PTR_TO_CTX -> "ctx";
      case PTR_TO_SOCK_COMMON, PTR_TO_BTF_ID_SOCK_COMMON -> "sock_common, sock, tcp_sock, xdp_sock";
      case PTR_TO_SOCKET -> "sock";
      case PTR_TO_BTF_ID -> "ptr_, trusted_ptr_, rcu_ptr_";
      case PTR_TO_SPIN_LOCK, PTR_TO_TIMER, PTR_TO_CONST_STR, KPTR_XCHG_DEST -> "map_value";
      case PTR_TO_RINGBUF_MEM -> "ringbuf_mem";
      case PTR_TO_PERCPU_BTF_ID -> "percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_";
      case PTR_TO_FUNC -> "func";
      case PTR_TO_STACK -> "fp";
      case PTR_TO_DYNPTR -> "fp, dynptr_ptr";
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO, ANYTHING -> "scalar";
    };
  }
}
