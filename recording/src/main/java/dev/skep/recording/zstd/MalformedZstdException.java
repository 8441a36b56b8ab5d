package dev.skep.recording.zstd;

import java.io.IOException;

/** Bytes that are not what RFC 8878 describes, or that need more than this decoder may use. */
public final class MalformedZstdException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String what;

  MalformedZstdException(long offset, String what) {
    super("zstd: offset=" + offset + ": " + what);
    this.offset = offset;
    this.what = what;
  }

  /** Bytes of compressed input before the fault. */
  public long offset() {
    return offset;
  }

  /** The fault, without its position. */
  public String what() {
    return what;
  }
}
