package dev.skep.object.core;

import dev.skep.btf.BtfExtension.CoreRelocation;

/**
 * An instruction cannot be adjusted to a target's types: the relocation is malformed, its answer is
 * ambiguous, or the instruction is not what the compiler's types say it is.
 */
public final class CoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient CoreRelocation relocation;

  /** A relocation that cannot be done. */
  CoreException(CoreRelocation relocation, String what) {
    super(what);
    this.relocation = relocation;
  }

  private CoreException(String message, CoreException cause) {
    super(message, cause);
    this.relocation = cause.relocation;
  }

  /** The same, whose message starts with the place: file, section, offset, program. */
  public CoreException at(String place) {
    return new CoreException(place + ": " + getMessage(), this);
  }

  /** The relocation, with its offset in the section. */
  public CoreRelocation relocation() {
    return relocation;
  }
}
