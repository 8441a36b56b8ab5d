package dev.skep.btf;

import java.io.Serial;

/** Bytes that are not BTF, or BTF whose types contradict each other: says where and why. */
public final class MalformedBtfException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final long offset;
  private final String reason;

  /**
   * @param offset byte offset from the start of the section (of {@code .BTF} or {@code .BTF.ext})
   * @param reason what is wrong there, with its values
   */
  public MalformedBtfException(long offset, String reason) {
    super("malformed BTF at offset " + offset + ": " + reason);
    this.offset = offset;
    this.reason = reason;
  }

  /** The byte offset from the start of the section. */
  public long offset() {
    return offset;
  }

  /** What is wrong there. */
  public String reason() {
    return reason;
  }
}
