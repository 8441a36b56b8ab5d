package dev.skep.recording;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Recordings beside the tests. */
public final class Fixtures {
  private Fixtures() {}

  /** Where a fixture is. */
  public static Path path(String name) {
    URL url = Objects.requireNonNull(Fixtures.class.getResource(name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The recording that is shipped with the tools. */
  public static Path sample() {
    Path sample = Path.of("../tools/src/main/resources/dev/skep/tools/bitehist.dat");
    if (!Files.exists(sample)) {
      throw new AssertionError("run the tests in the module's folder: no " + sample);
    }
    return sample;
  }
}
