package dev.skep.recording.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.testkit.Requires;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the zstd program writes comes back; whatever else comes is refused. */
class ZstdInputStreamTest {
  private static final int WINDOW = 8 << 20;
  private static final long FUZZ_NANOS = 5_000_000_000L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--fast=5", "-1", "-3", "-5", "-7", "-9", "-12", "-15", "-17", "-19"})
  void whatTheProgramCompressesComesBack(String level) throws Exception {
    for (Map.Entry<String, byte[]> sample : samples().entrySet()) {
      byte[] compressed = compress(sample.getValue(), level, "--check");
      assertArrayEquals(sample.getValue(), decode(compressed, WINDOW), sample.getKey());
    }
  }

  @Test
  void windowsUpToTheLimitAreTaken() throws Exception {
    byte[] content = far();
    byte[] compressed = compress(content, "--ultra", "-22", "--long=25");
    assertArrayEquals(content, decode(compressed, 1 << 25));
    MalformedZstdException refused =
        assertThrows(MalformedZstdException.class, () -> decode(compressed, 1 << 20));
    assertTrue(refused.what().contains("window="), refused.getMessage());
  }

  @Test
  void framesOfUnknownSizeAndSkippableFramesFollowEachOther() throws Exception {
    byte[] content = text();
    byte[] streamed = compressStream(content);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(HexFormat.of().parseHex("502a4d1803000000aabbcc"));
    all.writeBytes(streamed);
    all.writeBytes(HexFormat.of().parseHex("5f2a4d1800000000"));
    all.writeBytes(streamed);
    byte[] twice = Arrays.copyOf(content, 2 * content.length);
    System.arraycopy(content, 0, twice, content.length, content.length);
    assertArrayEquals(twice, decode(all.toByteArray(), WINDOW));
  }

  @Test
  void aWrongChecksumIsRefused() throws Exception {
    byte[] compressed = compress(text(), "-3", "--check");
    compressed[compressed.length - 1] ^= 1;
    MalformedZstdException refused =
        assertThrows(MalformedZstdException.class, () -> decode(compressed, WINDOW));
    assertTrue(refused.what().startsWith("checksum stored="), refused.what());
    assertEquals(compressed.length - 4, refused.offset());
  }

  @Test
  void aDictionaryIsRefusedByName() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("--train", "--maxdict=4096", "-o", "dictionary"));
    for (int i = 0; i < 200; i++) {
      Path sample = folder.resolve("sample" + i);
      Files.writeString(
          sample, "name: value " + i + " and some more text " + i * 31 + "\n".repeat(3));
      command.add(sample.toString());
    }
    zstd(command, new byte[0]);
    byte[] compressed =
        zstd(
            List.of("-D", "dictionary", "-c"),
            "name: value 7 and".getBytes(StandardCharsets.UTF_8));
    MalformedZstdException refused =
        assertThrows(MalformedZstdException.class, () -> decode(compressed, WINDOW));
    assertTrue(refused.what().contains("dictionaries are not supported"), refused.what());
  }

  @Test
  void inputThatEndsEarlyIsRefusedWithItsEnd() throws Exception {
    byte[] compressed = compress(text(), "-3", "--check");
    for (int size = 1; size < compressed.length; size += 1 + size / 20) {
      byte[] cut = Arrays.copyOf(compressed, size);
      MalformedZstdException refused =
          assertThrows(MalformedZstdException.class, () -> decode(cut, WINDOW));
      assertEquals(size, refused.offset());
    }
  }

  /** A frame that claims 16 EiB of content is not believed before the content is there. */
  @Test
  void declaredSizesAreNotAllocated() throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xFD2FB528).put((byte) 0xC0).put((byte) 0x68).putLong(Long.MAX_VALUE);
    frame.put(HexFormat.of().parseHex("190000aabbcc"));
    byte[] bytes = Arrays.copyOf(frame.array(), frame.position());
    assertThrows(MalformedZstdException.class, () -> decode(bytes, WINDOW));
  }

  @Test
  void changedBytesNeverDoMoreThanAnError() throws Exception {
    long seed = 77;
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> originals = new ArrayList<>();
    for (byte[] sample : samples().values()) {
      byte[] some = Arrays.copyOf(sample, Math.min(sample.length, 30_000));
      originals.add(compress(some, "-1", "--no-check"));
      originals.add(compress(some, "-19", "--no-check"));
    }
    long end = System.nanoTime() + FUZZ_NANOS;
    int refused = 0;
    int round = 0;
    for (; round < 20_000 && System.nanoTime() < end; round++) {
      byte[] changed = originals.get(random.nextInt(originals.size())).clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at =
            random.nextInt(random.nextBoolean() ? changed.length : Math.min(changed.length, 60));
        changed[at] = (byte) random.nextInt(256);
      }
      refused += refuses(changed, "seed=" + seed + " round=" + round);
    }
    assertTrue(refused > round / 10, "refused " + refused + " of " + round);
  }

  private static int refuses(byte[] changed, String where) {
    try (InputStream input = new ZstdInputStream(new ByteArrayInputStream(changed), WINDOW)) {
      input.transferTo(java.io.OutputStream.nullOutputStream());
      return 0;
    } catch (MalformedZstdException e) {
      assertTrue(e.offset() >= 0 && e.offset() <= changed.length, where + ": " + e.getMessage());
      return 1;
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(where, e);
    }
  }

  private static Map<String, byte[]> samples() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, byte[]> samples = new TreeMap<>();
    samples.put("empty", new byte[0]);
    samples.put("one", new byte[] {42});
    samples.put("zeros", new byte[500_000]);
    byte[] noise = new byte[200_000];
    random.nextBytes(noise);
    samples.put("noise", noise);
    samples.put("text", text());
    ByteBuffer records = ByteBuffer.allocate(400_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; records.remaining() >= 32; i++) {
      records
          .putLong(1_000_000L + i * 937L + random.nextInt(100))
          .putInt(4096 << random.nextInt(5));
      records.putInt(random.nextInt(50)).putLong(i).putLong(random.nextLong(1 << 20));
    }
    samples.put("records", records.array());
    byte[] skewed = new byte[100_000];
    for (int i = 0; i < skewed.length; i++) {
      skewed[i] = (byte) Math.min(255, (int) (-Math.log(random.nextDouble()) * 6));
    }
    samples.put("skewed", skewed);
    return samples;
  }

  private static byte[] text() {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder text = new StringBuilder();
    String[] words = "the bee flies over fields of clover and back to its skep at dusk".split(" ");
    while (text.length() < 600_000) {
      text.append(words[random.nextInt(words.length)]).append(random.nextInt(9) == 0 ? ".\n" : " ");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Repeats over a distance of more than 20 MB. */
  private static byte[] far() {
    byte[] content = new byte[24 << 20];
    byte[] piece = new byte[100_000];
    new SplittableRandom(9).nextBytes(piece);
    System.arraycopy(piece, 0, content, 0, piece.length);
    System.arraycopy(piece, 0, content, content.length - piece.length, piece.length);
    return content;
  }

  private static byte[] decode(byte[] compressed, int window) throws IOException {
    try (InputStream input = new ZstdInputStream(new ByteArrayInputStream(compressed), window)) {
      return input.readAllBytes();
    }
  }

  private byte[] compress(byte[] content, String... options) throws Exception {
    Path file = Files.write(folder.resolve("content"), content);
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(List.of("-c", file.toString()));
    return zstd(command, new byte[0]);
  }

  /** From a pipe: the program does not know the content's size. */
  private byte[] compressStream(byte[] content) throws Exception {
    return zstd(List.of("-c", "-4"), content);
  }

  private byte[] zstd(List<String> arguments, byte[] input) throws Exception {
    List<String> command = new ArrayList<>(List.of(Requires.tool("zstd").toString(), "-q", "-f"));
    command.addAll(arguments);
    Path in = Files.write(folder.resolve("input"), input);
    Path out = folder.resolve("output");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start()
            .waitFor();
    assertEquals(0, status, () -> command + " failed");
    return Files.readAllBytes(out);
  }
}
