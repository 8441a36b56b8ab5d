package dev.skep.isa;

/** The size of a memory access (RFC 9669 section 5, the {@code sz} field). */
public enum MemorySize {
  W(4, 0x00),
  H(2, 0x08),
  B(1, 0x10),
  DW(8, 0x18);

  private final int bytes;
  private final int code;

  MemorySize(int bytes, int code) {
    this.bytes = bytes;
    this.code = code;
  }

  /** The size in bytes: 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** The size in bits: 8, 16, 32 or 64. */
  public int bits() {
    return bytes * 8;
  }

  /** The encoded {@code sz} field, already in its place in the opcode byte. */
  public int code() {
    return code;
  }
}
