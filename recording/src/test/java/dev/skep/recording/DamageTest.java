package dev.skep.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.engine.EventSource;
import dev.skep.engine.SourceException;
import dev.skep.recording.io.MalformedRecordingException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged recordings give one typed error with a position, and nothing worse. */
class DamageTest {
  private static final long FUZZ_NANOS = 3_000_000_000L;

  @TempDir Path folder;

  @Test
  void aMissingFileAndAnotherFormatAreNamed() throws IOException {
    Path missing = folder.resolve("missing.dat");
    assertEquals(
        missing + ": no such file",
        assertThrows(SourceException.class, () -> Recordings.open(missing)).getMessage());
    Path text = Files.writeString(folder.resolve("text"), "no recording");
    String message = message(assertThrows(SourceException.class, () -> Recordings.open(text)));
    assertTrue(message.startsWith(text + ": not a recording"), message);
    Path empty = Files.writeString(folder.resolve("empty"), "");
    assertThrows(SourceException.class, () -> Recordings.open(empty));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v6.dat", "v7-zstd.dat"})
  void aRecordingCutAnywhereIsAnErrorWithThePosition(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.path(name));
    int complete = TraceDatFormsTest.lines(Fixtures.path(name)).size();
    int readable = 0;
    for (int size = 11; size < whole.length; size += 1 + size / 60) {
      Path cut = Files.write(folder.resolve("cut.dat"), Arrays.copyOf(whole, size));
      Outcome outcome = read(cut);
      MalformedRecordingException error = outcome.error();
      if (error == null) {
        fail("cut at " + size + " gave " + outcome.records() + " records and no error");
        return;
      }
      assertTrue(error.offset() >= 0 && error.offset() <= size, message(error));
      assertTrue(message(error).startsWith(cut + ": offset=" + error.offset() + ": "));
      assertTrue(outcome.records() < complete);
      readable = Math.max(readable, outcome.records());
    }
    if (name.equals("v6.dat")) {
      assertTrue(readable > complete / 2, "records before the cut: " + readable);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v6.dat", "v7-zstd.dat", "zlib", "perf.data", "perf-mixed.data", "perf-zstd.data"})
  void changedBytesNeverDoMoreThanAnError(String name) throws IOException {
    byte[] whole =
        name.equals("zlib")
            ? Rewritten.of(Fixtures.path("v7-zstd.dat"), 7, ByteOrder.BIG_ENDIAN, 4, "zlib")
            : Files.readAllBytes(Fixtures.path(name));
    long seed = 20_240_601;
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + FUZZ_NANOS;
    int refused = 0;
    int rounds = 0;
    for (; rounds < 3000 && System.nanoTime() < end; rounds++) {
      byte[] changed = whole.clone();
      mutate(changed, random);
      Path file = Files.write(folder.resolve("changed.dat"), changed);
      try {
        refused += read(file).error() == null ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed=" + seed + " round=" + rounds + " of " + name, e);
      }
    }
    assertTrue(refused > rounds / 50, "refused " + refused + " of " + rounds);
  }

  private static void mutate(byte[] bytes, SplittableRandom random) {
    // Half of the changes fall on headers, where sizes and counts are.
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int limit = random.nextBoolean() ? Math.min(bytes.length, 6000) : bytes.length;
      int at = random.nextInt(limit);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
        default -> {
          int from = random.nextInt(bytes.length);
          int count = Math.min(16, Math.min(bytes.length - at, bytes.length - from));
          System.arraycopy(bytes, from, bytes, at, count);
        }
      }
    }
  }

  @Test
  void aPageThatClaimsTooMuchIsNamedAfterTheRecordsBeforeIt() throws IOException {
    byte[] content = Rewritten.of(Fixtures.path("v6.dat"), 6, ByteOrder.LITTLE_ENDIAN, 8, "none");
    int lastPage = content.length - RingPageWriter.PAGE_BYTES;
    content[lastPage + 9] = 0x7f;
    Outcome outcome = read(Rewritten.file(folder, content));
    MalformedRecordingException error = outcome.error();
    if (error == null) {
      fail("no error");
      return;
    }
    assertEquals(lastPage, error.offset());
    assertTrue(message(error).contains("page commits bytes="), message(error));
    assertTrue(outcome.records() > 100);
  }

  @Test
  void declaredSizesAreNotAllocated() throws IOException {
    TraceDatWriter writer = new TraceDatWriter(7, ByteOrder.LITTLE_ENDIAN, 8, "none");
    byte[] content = writer.write(List.of(writer.cpu(false)));
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int size = text.indexOf("header_page") + "header_page".length() + 1;
    Arrays.fill(content, size, size + 7, (byte) 0xff);
    content[size + 7] = 0x7f;
    MalformedRecordingException error = read(Rewritten.file(folder, content)).error();
    assertTrue(
        error != null && message(error).contains("header_page of size=9223372036854775807"),
        String.valueOf(error));
  }

  private static String message(Throwable error) {
    return String.valueOf(error.getMessage());
  }

  private record Outcome(
      int records, @org.jspecify.annotations.Nullable MalformedRecordingException error) {}

  private static Outcome read(Path file) {
    int records = 0;
    try (EventSource source = Recordings.open(file)) {
      while (source.next() != null) {
        records++;
      }
      assertTrue(source.losses().map(String::length).orElse(1) > 0);
      return new Outcome(records, null);
    } catch (MalformedRecordingException e) {
      return new Outcome(records, e);
    } catch (SourceException e) {
      return new Outcome(
          records, new MalformedRecordingException(file, 0, String.valueOf(e.getMessage())));
    }
  }
}
