package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.EventRecord;
import dev.skep.engine.EventSource;
import dev.skep.engine.TracepointFormat;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same records in every form of the format. */
class TraceDatFormsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "6, LITTLE_ENDIAN, 8, none",
    "6, BIG_ENDIAN, 8, none",
    "6, BIG_ENDIAN, 4, none",
    "6, LITTLE_ENDIAN, 4, none",
    "7, LITTLE_ENDIAN, 8, none",
    "7, LITTLE_ENDIAN, 8, zlib",
    "7, LITTLE_ENDIAN, 4, zstd",
    "7, BIG_ENDIAN, 8, none",
    "7, BIG_ENDIAN, 4, zlib",
    "7, BIG_ENDIAN, 8, zstd",
  })
  void recordsDoNotDependOnTheForm(int version, String order, int longBytes, String compression)
      throws IOException {
    Path original = Fixtures.path("v6.dat");
    byte[] content = Rewritten.of(original, version, order(order), longBytes, compression);
    List<String> expected = lines(original);
    assertTrue(expected.size() > 100);
    assertEquals(
        String.join("\n", expected), String.join("\n", lines(Rewritten.file(folder, content))));
  }

  /** What trace-cmd can read, it reads as we do: so that the writer of this test is right too. */
  @ParameterizedTest
  @CsvSource({
    "6, LITTLE_ENDIAN, 8, none",
    "6, BIG_ENDIAN, 8, none",
    "7, BIG_ENDIAN, 8, none",
    "7, LITTLE_ENDIAN, 4, zstd",
  })
  void traceCommandReadsTheSame(int version, String order, int longBytes, String compression)
      throws Exception {
    byte[] content =
        Rewritten.of(Fixtures.path("v6.dat"), version, order(order), longBytes, compression);
    Path file = Rewritten.file(folder, content);
    assertEquals(
        String.join("\n", TraceCommandOracleTest.report(file)), String.join("\n", lines(file)));
  }

  private static ByteOrder order(String name) {
    return name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  static List<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    try (EventSource source = Recordings.open(file)) {
      Map<Integer, TracepointFormat> formats = TraceCommandOracleTest.formats(source);
      for (EventRecord record = source.next(); record != null; record = source.next()) {
        lines.add(
            RawReport.line(record, Objects.requireNonNull(formats.get(record.tracepointId()))));
      }
    }
    return lines;
  }
}
