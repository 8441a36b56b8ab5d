package dev.skep.recording;

import dev.skep.engine.EventSource;
import dev.skep.engine.SourceException;
import dev.skep.recording.io.RecordingFile;
import dev.skep.recording.perfdata.PerfDataSource;
import dev.skep.recording.tracedat.TraceDatSource;
import java.nio.file.Path;

/** Opens recordings of any format that Skep reads. */
public final class Recordings {
  private static final int MAGIC_BYTES = 16;

  private Recordings() {}

  /**
   * Opens a recording, whose format its first bytes tell: trace.dat of trace-cmd (versions 6 and
   * 7).
   *
   * @return the source; closing it closes the file
   * @throws SourceException when the file cannot be read, is of no known format, or its headers are
   *     damaged: the message names file and offset
   */
  public static EventSource open(Path path) {
    RecordingFile file = RecordingFile.open(path);
    try {
      byte[] start = new byte[(int) Math.min(MAGIC_BYTES, file.size())];
      file.read(0, start, 0, start.length);
      if (TraceDatSource.recognises(start)) {
        return TraceDatSource.open(file);
      }
      if (PerfDataSource.recognises(start)) {
        return PerfDataSource.open(file);
      }
      throw new SourceException(
          path + ": not a recording: expected a trace.dat of trace-cmd or a perf.data of perf");
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
