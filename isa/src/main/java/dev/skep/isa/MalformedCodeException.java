package dev.skep.isa;

import java.util.HexFormat;

/** Bytes that are no program, eBPF or classic: the first slot that is wrong, and why. */
public final class MalformedCodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int slot;
  private final String reason;
  private final byte[] bytes;

  /** An error at a slot, or at a classic instruction, whose bytes are given. */
  public MalformedCodeException(int slot, String reason, byte[] bytes) {
    super(
        "slot " + slot + ": " + reason + " (" + HexFormat.ofDelimiter(" ").formatHex(bytes) + ")");
    this.slot = slot;
    this.reason = reason;
    this.bytes = bytes.clone();
  }

  /** The number of the wrong slot or classic instruction: its byte offset divided by 8. */
  public int slot() {
    return slot;
  }

  /** What is wrong, in one line without the place. */
  public String reason() {
    return reason;
  }

  /** The slot's bytes as they were read: 8, or fewer when the program ends within the slot. */
  public byte[] bytes() {
    return bytes.clone();
  }
}
