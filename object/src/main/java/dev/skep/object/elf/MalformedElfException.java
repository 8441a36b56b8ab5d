package dev.skep.object.elf;

/**
 * Bytes that are not the ELF file that they claim to be. The message names the file, the section
 * where there is one, and the offset.
 */
public final class MalformedElfException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * A malformed file.
   *
   * @param offset where in the file, in bytes
   */
  public MalformedElfException(String file, long offset, String what) {
    super(file + ": not a usable ELF file: " + what + " (at offset " + offset + ")");
    this.offset = offset;
  }

  /** Where in the file, in bytes from its start. */
  public long offset() {
    return offset;
  }
}
