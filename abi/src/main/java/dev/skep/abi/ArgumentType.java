package dev.skep.abi;

/**
 * What a helper demands of one argument, before flags: {@code enum bpf_arg_type} of linux/bpf.h
 * (the kernel's own header), as of Linux 6.18.
 */
public enum ArgumentType {
  /** A map known when the program is loaded. */
  CONST_MAP_PTR,
  /** Initialised memory of the map's key size. */
  PTR_TO_MAP_KEY,
  /** Memory of the map's value size. */
  PTR_TO_MAP_VALUE,
  /** Memory; its size is fixed or is the next argument. */
  PTR_TO_MEM,
  /** A known number of bytes of the argument before it; zero is refused. */
  CONST_SIZE,
  /** A known number of bytes of the argument before it; zero is allowed. */
  CONST_SIZE_OR_ZERO,
  /** A constant number of bytes that the returned memory will have. */
  CONST_ALLOC_SIZE_OR_ZERO,
  /** The program's context, unmodified. */
  PTR_TO_CTX,
  /** Any initialised value. */
  ANYTHING,
  /** A {@code bpf_spin_lock} inside a map value or allocated object. */
  PTR_TO_SPIN_LOCK,
  /** A {@code sock_common} as {@code bpf_sock} mirrors it. */
  PTR_TO_SOCK_COMMON,
  /** A full socket as {@code bpf_sock} mirrors it. */
  PTR_TO_SOCKET,
  /** A kernel object of the type that {@link HelperArgument#btfType()} names. */
  PTR_TO_BTF_ID,
  /** The start of a ring buffer reservation. */
  PTR_TO_RINGBUF_MEM,
  /** A socket in either shape: mirrored or as the kernel's own structure. */
  PTR_TO_BTF_ID_SOCK_COMMON,
  /** A per-CPU variable of the kernel. */
  PTR_TO_PERCPU_BTF_ID,
  /** A subprogram to call back. */
  PTR_TO_FUNC,
  /** Stack memory handed to a callback. */
  PTR_TO_STACK,
  /** A zero-terminated text in a read-only map value. */
  PTR_TO_CONST_STR,
  /** A {@code bpf_timer} inside a map value. */
  PTR_TO_TIMER,
  /** The field of a map value or allocated object that holds a kernel pointer. */
  KPTR_XCHG_DEST,
  /** A {@code bpf_dynptr}. */
  PTR_TO_DYNPTR;

  /** Whether this argument counts the bytes of the one before it. */
  public boolean isSizeOfPrevious() {
    return this == CONST_SIZE || this == CONST_SIZE_OR_ZERO;
  }
}
