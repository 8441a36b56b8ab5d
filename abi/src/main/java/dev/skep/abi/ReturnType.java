package dev.skep.abi;

/** What a helper returns, before flags: the kernel's {@code enum bpf_return_type}, Linux 6.18. */
public enum ReturnType {
  /** A number. */
  INTEGER,
  /** Nothing: R0 is unreadable afterwards. */
  VOID,
  /** The value of the map that was passed. */
  PTR_TO_MAP_VALUE,
  /** A full socket as {@code bpf_sock} mirrors it. */
  PTR_TO_SOCKET,
  /** A TCP socket as {@code bpf_tcp_sock} mirrors it. */
  PTR_TO_TCP_SOCK,
  /** A {@code sock_common} as {@code bpf_sock} mirrors it. */
  PTR_TO_SOCK_COMMON,
  /** Memory whose size an argument gave. */
  PTR_TO_MEM,
  /** The variable of a per-CPU argument: memory, or an object if it is a structure. */
  PTR_TO_MEM_OR_BTF_ID,
  /** A kernel object of the type that {@link HelperReturn#btfType()} names. */
  PTR_TO_BTF_ID
}
