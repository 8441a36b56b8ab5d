package dev.skep.abi;

import static dev.skep.abi.ArgumentFlag.*;
import static dev.skep.abi.ArgumentType.*;

/** The arguments and results that many helpers share, named for {@link HelperSignatureTable}. */
final class HelperShapes {
  static final HelperArgument ANY = HelperArgument.of(ANYTHING);
  static final HelperArgument CTX = HelperArgument.of(PTR_TO_CTX);
  static final HelperArgument CTX_OR_NULL = HelperArgument.of(PTR_TO_CTX, NULLABLE);
  static final HelperArgument MAP = HelperArgument.of(CONST_MAP_PTR);
  static final HelperArgument KEY = HelperArgument.of(PTR_TO_MAP_KEY);
  static final HelperArgument VALUE = HelperArgument.of(PTR_TO_MAP_VALUE);
  static final HelperArgument VALUE_OR_NULL = HelperArgument.of(PTR_TO_MAP_VALUE, NULLABLE);
  static final HelperArgument VALUE_OUT =
      HelperArgument.of(PTR_TO_MAP_VALUE, UNINITIALIZED, WRITTEN);

  /** Memory that is read. */
  static final HelperArgument BYTES = HelperArgument.of(PTR_TO_MEM, READ_ONLY);

  static final HelperArgument BYTES_OR_NULL = HelperArgument.of(PTR_TO_MEM, READ_ONLY, NULLABLE);

  /** Initialised memory that is written, perhaps only in part. */
  static final HelperArgument BUFFER = HelperArgument.of(PTR_TO_MEM, WRITTEN);

  static final HelperArgument BUFFER_OR_NULL = HelperArgument.of(PTR_TO_MEM, WRITTEN, NULLABLE);

  /** Memory that is filled whole, also on failure. */
  static final HelperArgument OUTPUT = HelperArgument.of(PTR_TO_MEM, UNINITIALIZED, WRITTEN);

  static final HelperArgument SIZE = HelperArgument.of(CONST_SIZE);
  static final HelperArgument SIZE_OR_ZERO = HelperArgument.of(CONST_SIZE_OR_ZERO);
  static final HelperArgument ALLOCATED_SIZE = HelperArgument.of(CONST_ALLOC_SIZE_OR_ZERO);
  static final HelperArgument LOCK = HelperArgument.of(PTR_TO_SPIN_LOCK);
  static final HelperArgument SOCK_COMMON = HelperArgument.of(PTR_TO_SOCK_COMMON);
  static final HelperArgument SOCKET_OR_NULL = HelperArgument.of(PTR_TO_SOCKET, NULLABLE);
  static final HelperArgument SOCK = HelperArgument.of(PTR_TO_BTF_ID_SOCK_COMMON);
  static final HelperArgument SOCK_OR_NULL = HelperArgument.of(PTR_TO_BTF_ID_SOCK_COMMON, NULLABLE);
  static final HelperArgument SOCK_RELEASED =
      HelperArgument.of(PTR_TO_BTF_ID_SOCK_COMMON, RELEASED);
  static final HelperArgument RESERVATION = HelperArgument.of(PTR_TO_RINGBUF_MEM, RELEASED);
  static final HelperArgument PER_CPU = HelperArgument.of(PTR_TO_PERCPU_BTF_ID);
  static final HelperArgument FUNCTION = HelperArgument.of(PTR_TO_FUNC);
  static final HelperArgument STACK_OR_NULL = HelperArgument.of(PTR_TO_STACK, NULLABLE);
  static final HelperArgument TEXT = HelperArgument.of(PTR_TO_CONST_STR);
  static final HelperArgument TIMER = HelperArgument.of(PTR_TO_TIMER);
  static final HelperArgument KPTR_SLOT = HelperArgument.of(KPTR_XCHG_DEST);
  static final HelperArgument KPTR_RELEASED = HelperArgument.of(PTR_TO_BTF_ID, NULLABLE, RELEASED);
  static final HelperArgument DYNPTR = HelperArgument.of(PTR_TO_DYNPTR, READ_ONLY);
  static final HelperArgument DYNPTR_LOCAL_OUT =
      HelperArgument.of(PTR_TO_DYNPTR, DYNPTR_LOCAL, UNINITIALIZED, WRITTEN);
  static final HelperArgument DYNPTR_RINGBUF_OUT =
      HelperArgument.of(PTR_TO_DYNPTR, DYNPTR_RINGBUF, UNINITIALIZED, WRITTEN);
  static final HelperArgument DYNPTR_RINGBUF_RELEASED =
      HelperArgument.of(PTR_TO_DYNPTR, DYNPTR_RINGBUF, RELEASED);

  static final HelperReturn INTEGER = HelperReturn.of(ReturnType.INTEGER);
  static final HelperReturn VOID = HelperReturn.of(ReturnType.VOID);
  static final HelperReturn MAP_VALUE = HelperReturn.of(ReturnType.PTR_TO_MAP_VALUE);
  static final HelperReturn MAP_VALUE_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_MAP_VALUE, ReturnFlag.NULLABLE);
  static final HelperReturn FULL_SOCKET_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_SOCKET, ReturnFlag.NULLABLE);
  static final HelperReturn TCP_SOCK_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_TCP_SOCK, ReturnFlag.NULLABLE);
  static final HelperReturn SOCK_COMMON_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_SOCK_COMMON, ReturnFlag.NULLABLE);
  static final HelperReturn RESERVED_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_MEM, ReturnFlag.NULLABLE, ReturnFlag.RINGBUF);
  static final HelperReturn SLICE_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_MEM, ReturnFlag.NULLABLE);
  static final HelperReturn PER_CPU_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_MEM_OR_BTF_ID, ReturnFlag.NULLABLE, ReturnFlag.READ_ONLY);
  static final HelperReturn THIS_CPU =
      HelperReturn.of(ReturnType.PTR_TO_MEM_OR_BTF_ID, ReturnFlag.READ_ONLY);

  /** Whatever kernel pointer the field held before. */
  static final HelperReturn KPTR_OR_NULL =
      HelperReturn.of(ReturnType.PTR_TO_BTF_ID, ReturnFlag.NULLABLE);

  private HelperShapes() {}

  static HelperArgument object(String btfType) {
    return HelperArgument.ofObject(btfType);
  }

  static HelperArgument objectOrNull(String btfType) {
    return HelperArgument.ofObject(btfType, NULLABLE);
  }

  /** A header of a packet, of known size, that is read. */
  static HelperArgument header(int bytes) {
    return HelperArgument.ofSize(bytes, FIXED_SIZE, READ_ONLY);
  }

  /** A number that the helper stores. */
  static HelperArgument result(int bytes) {
    return HelperArgument.ofSize(bytes, FIXED_SIZE, UNINITIALIZED, WRITTEN, ALIGNED);
  }

  /** A number that the helper reads and stores anew. */
  static HelperArgument updated(int bytes) {
    return HelperArgument.ofSize(bytes, FIXED_SIZE, WRITTEN, ALIGNED);
  }

  static HelperReturn returns(String btfType) {
    return HelperReturn.ofObject(btfType);
  }

  static HelperReturn returnsOrNull(String btfType) {
    return HelperReturn.ofObject(btfType, ReturnFlag.NULLABLE);
  }

  static HelperReturn returnsTrusted(String btfType) {
    return HelperReturn.ofObject(btfType, ReturnFlag.TRUSTED);
  }
}
