package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.engine.EventSource;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording that is many times larger than the heap. */
class ConstantMemoryTest {
  private static final int RECORDS = 600_000;
  private static final int RECORD_BYTES = 96;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd"})
  void aRecordingLargerThanTheHeapIsRead(String compression) throws Exception {
    TraceDatWriter writer = new TraceDatWriter(7, ByteOrder.LITTLE_ENDIAN, 8, compression);
    List<RingPageWriter> cpus = List.of(writer.cpu(false), writer.cpu(false));
    byte[] record = new byte[RECORD_BYTES];
    record[0] = 1;
    for (int i = 0; i < RECORDS; i++) {
      cpus.get(i & 1).record(i * 100L, record);
    }
    Path file = Rewritten.file(folder, writer.write(cpus));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx12m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=4m",
                "-cp",
                System.getProperty("java.class.path"),
                ConstantMemoryTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    assertEquals("records=" + RECORDS, output);
  }

  /** Counts the records of a file. */
  public static void main(String[] arguments) {
    int records = 0;
    try (EventSource source = Recordings.open(Path.of(arguments[0]))) {
      while (source.next() != null) {
        records++;
      }
    }
    System.out.println("records=" + records);
  }
}
