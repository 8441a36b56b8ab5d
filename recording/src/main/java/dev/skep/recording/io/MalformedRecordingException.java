package dev.skep.recording.io;

import dev.skep.engine.SourceException;
import java.nio.file.Path;

/** A recording whose bytes are not what its format says, or that was cut short. */
public final class MalformedRecordingException extends SourceException {
  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final long offset;

  /**
   * An error at an offset.
   *
   * @param file the recording
   * @param offset bytes from its start
   * @param what the fault, with values as name=value
   */
  public MalformedRecordingException(Path file, long offset, String what) {
    super(file + ": offset=" + offset + ": " + what);
    this.file = file;
    this.offset = offset;
  }

  /** The recording. */
  public Path file() {
    return file;
  }

  /** Where the fault is, in bytes from the file's start. */
  public long offset() {
    return offset;
  }
}
