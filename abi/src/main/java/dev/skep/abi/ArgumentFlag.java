package dev.skep.abi;

/**
 * What qualifies an {@link ArgumentType}: the kernel's {@code enum bpf_type_flag} for arguments.
 */
public enum ArgumentFlag {
  /** NULL is accepted ({@code PTR_MAYBE_NULL}). */
  NULLABLE,
  /** The helper only reads: read-only memory is accepted ({@code MEM_RDONLY}). */
  READ_ONLY,
  /** The memory need not be initialised ({@code MEM_UNINIT}). */
  UNINITIALIZED,
  /** The helper writes the memory: read-only maps are refused ({@code MEM_WRITE}). */
  WRITTEN,
  /** The number of bytes is {@link HelperArgument#fixedSize()} ({@code MEM_FIXED_SIZE}). */
  FIXED_SIZE,
  /** The memory must be aligned to its size ({@code MEM_ALIGNED}). */
  ALIGNED,
  /** The reference is given up by the call ({@code OBJ_RELEASE}). */
  RELEASED,
  /** The dynptr is over memory of the program ({@code DYNPTR_TYPE_LOCAL}). */
  DYNPTR_LOCAL,
  /** The dynptr is over a ring buffer record ({@code DYNPTR_TYPE_RINGBUF}). */
  DYNPTR_RINGBUF
}
