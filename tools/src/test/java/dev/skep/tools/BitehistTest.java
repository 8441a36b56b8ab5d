package dev.skep.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.engine.Engine;
import dev.skep.kernel.KernelEngine;
import dev.skep.recording.Recordings;
import dev.skep.testkit.Requires;
import dev.skep.tools.BitehistOptions.By;
import dev.skep.vm.VmEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitehistTest {
  @TempDir Path folder;

  private Engine replay() throws IOException {
    Path file = folder.resolve("bitehist.dat");
    try (InputStream in = Bitehist.class.getResourceAsStream("bitehist.dat")) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return VmEngine.builder().events(Recordings.open(file)).build();
  }

  private String run(BitehistOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Engine engine = replay()) {
      assertEquals(0, new Bitehist(engine, options, out).run());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static BitehistOptions options(Optional<By> by, long interval, long count, boolean json) {
    return new BitehistOptions(by, interval, count, json, true);
  }

  /** The counts of all rows of a text or of JSON. */
  private static long total(String text, String mark, char end) {
    long total = 0;
    for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      int from = at + mark.length();
      total += Long.parseLong(text.substring(from, text.indexOf(end, from)).strip());
    }
    return total;
  }

  private static long rows(String text) {
    String withoutHeader = text.replace(" : count ", "");
    return total(withoutHeader, " : ", '|');
  }

  @Test
  void theRecordingGivesAHistogramInBccsFormat() throws IOException {
    String text = run(options(Optional.empty(), 0, 0, false));
    assertTrue(
        text.startsWith(
            "\n     kbytes              : count     distribution\n         0 -> 1          : "),
        text);
    assertTrue(rows(text) > 100, text);
  }

  @Test
  void intervalsAddUpToTheWhole() throws IOException {
    long whole = rows(run(options(Optional.empty(), 0, 0, false)));
    String text = run(options(Optional.empty(), 1, 0, false));
    assertEquals(whole, rows(text));
    assertEquals(whole, total(run(options(Optional.empty(), 1, 0, true)), "\"count\":", '}'));
  }

  @Test
  void everyWayToTellRequestsApartAddsUpToTheWhole() throws IOException {
    long whole = rows(run(options(Optional.empty(), 0, 0, false)));
    for (By by : By.values()) {
      String text = run(options(Optional.of(by), 0, 0, false));
      assertTrue(text.startsWith("\n" + by.label() + " = "), text);
      assertEquals(whole, rows(text), text);
      assertEquals(whole, total(run(options(Optional.of(by), 1, 0, true)), "\"count\":", '}'));
    }
  }

  @Test
  void aCountOfIntervalsEndsTheRun() throws IOException {
    String json = run(options(Optional.empty(), 1, 1, true));
    assertEquals(1, json.lines().count());
    assertTrue(json.startsWith("{\"interval\":1,\"ts\":"), json);
    assertTrue(json.contains("\"unit\":\"kbytes\",\"source\":\"replay\",\"histogram\":["), json);
  }

  @Test
  void outputThatCannotBeWrittenIsOneError() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (Engine engine = replay()) {
      Bitehist tool = new Bitehist(engine, options(Optional.empty(), 0, 0, false), full);
      assertEquals(
          "No space left on device", assertThrows(IOException.class, tool::run).getMessage());
    }
  }

  @Test
  void theKernelCountsWhatADiskIsAskedFor() throws IOException, InterruptedException {
    Requires.kernel();
    Path dd = Requires.tool("dd");
    Path file = Files.createTempFile(Path.of("/var/tmp"), "bitehist", ".data");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Engine engine = KernelEngine.open()) {
      BitehistOptions live = new BitehistOptions(Optional.of(By.COMM), 0, 0, false, false);
      Bitehist tool = new Bitehist(engine, live, out);
      Thread thread = Thread.ofPlatform().start(() -> runQuietly(tool));
      while (!out.toString(StandardCharsets.UTF_8).contains("Hit Ctrl-C")) {
        Thread.sleep(20);
      }
      Thread.sleep(300);
      writeDirectly(dd, file);
      tool.requestStop();
      thread.join();
    } finally {
      Files.delete(file);
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("Tracing block device I/O... Hit Ctrl-C to end.\n"), text);
    String section = text.substring(text.indexOf("\ncomm = dd\n"));
    assertTrue(
        section.contains(
            "        64 -> 127        : 200      |****************************************|\n"),
        text);
  }

  private static void runQuietly(Bitehist tool) {
    try {
      tool.run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void writeDirectly(Path dd, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                dd.toString(), "if=/dev/zero", "of=" + file, "bs=64k", "count=200", "oflag=direct")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor());
  }
}
