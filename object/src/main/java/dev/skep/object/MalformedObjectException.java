package dev.skep.object;

/**
 * An object file that cannot be used as it is. The message names the file, the section, the place
 * in it, and what to do.
 */
public final class MalformedObjectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String section;
  private final long offset;

  /**
   * An unusable object.
   *
   * @param section the section; empty when the file as a whole is meant
   * @param offset where in the section, in bytes; 0 when the whole is meant
   */
  public MalformedObjectException(String file, String section, long offset, String what) {
    super(
        file
            + (section.isEmpty() ? "" : ", section " + section + ", offset " + offset)
            + ": "
            + what);
    this.section = section;
    this.offset = offset;
  }

  /** The section; empty when the file as a whole is meant. */
  public String section() {
    return section;
  }

  /** Where in the section, in bytes. */
  public long offset() {
    return offset;
  }
}
