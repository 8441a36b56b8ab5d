package dev.skep.abi;

/** What qualifies a {@link ReturnType}: the kernel's {@code enum bpf_type_flag} for results. */
public enum ReturnFlag {
  /** May be NULL: must be tested before use ({@code PTR_MAYBE_NULL}). */
  NULLABLE,
  /** May only be read ({@code MEM_RDONLY}). */
  READ_ONLY,
  /** Is a ring buffer reservation: must be submitted or discarded ({@code MEM_RINGBUF}). */
  RINGBUF,
  /** May be passed on to whatever wants a valid object ({@code PTR_TRUSTED}). */
  TRUSTED
}
