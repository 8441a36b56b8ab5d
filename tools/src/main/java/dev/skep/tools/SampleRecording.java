package dev.skep.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The recording that comes with the program: block I/O of real programs, recorded by trace-cmd. */
public final class SampleRecording {
  private static final String RESOURCE = "bitehist.dat";

  private SampleRecording() {}

  /**
   * Writes the recording to a temporary file, which is the caller's to delete.
   *
   * @throws UncheckedIOException when there is no room for it
   */
  public static Path extract() {
    try (InputStream resource = SampleRecording.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("the program lacks its resource " + RESOURCE);
      }
      Path file = Files.createTempFile("skep-sample", ".dat");
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot write the sample recording to a temporary file", failure);
    }
  }
}
