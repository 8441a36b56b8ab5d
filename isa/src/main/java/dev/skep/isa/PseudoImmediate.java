package dev.skep.isa;

/**
 * What a {@link Instruction.LoadImmediate64} loads: its encoded source field (RFC 9669 section 5.4,
 * {@code BPF_PSEUDO_*} of linux/bpf.h).
 */
public enum PseudoImmediate {
  /** The 64-bit number itself. */
  CONSTANT(0, true),
  /** A map, by file descriptor. */
  MAP_FD(1, false),
  /** An address in a map's first value, by file descriptor and offset. */
  MAP_VALUE(2, true),
  /**
   * A kernel variable, by BTF id; the second immediate is the file descriptor of a module's BTF.
   */
  BTF_ID(3, true),
  /**
   * A subprogram's address, for callbacks, by offset in slots from the load's own second slot: 0
   * would be that slot.
   */
  FUNCTION(4, false),
  /** A map, by index into the load's fd array. */
  MAP_INDEX(5, false),
  /** An address in a map's first value, by index into the load's fd array and offset. */
  MAP_INDEX_VALUE(6, true);

  private static final PseudoImmediate[] BY_CODE = values();

  private final int code;
  private final boolean usesHigh;

  PseudoImmediate(int code, boolean usesHigh) {
    this.code = code;
    this.usesHigh = usesHigh;
  }

  /** The encoded source register field. */
  public int code() {
    return code;
  }

  /** Whether the second immediate has a meaning; elsewhere it must be zero. */
  public boolean usesHigh() {
    return usesHigh;
  }

  /** The kind with an encoded source field, or {@code null} when the field is reserved. */
  static @org.jspecify.annotations.Nullable PseudoImmediate of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
