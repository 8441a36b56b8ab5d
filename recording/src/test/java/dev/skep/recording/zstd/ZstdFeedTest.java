package dev.skep.recording.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that come in pieces of any size. */
class ZstdFeedTest {
  @TempDir Path folder;

  @Test
  void piecesOfAnySizeGiveTheSameContent() throws Exception {
    byte[] content =
        "bees and skeps, skeps and bees; ".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    byte[] noise = new byte[100_000];
    new SplittableRandom(3).nextBytes(noise);
    System.arraycopy(noise, 0, content, 200_000, noise.length);
    Path file = Files.write(folder.resolve("content"), content);
    Path output = folder.resolve("output");
    int status =
        new ProcessBuilder(Requires.tool("zstd").toString(), "-q", "--check", "-c", file.toString())
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertEquals(0, status);
    byte[] compressed = Files.readAllBytes(output);
    for (int most : new int[] {1, 7, 1000, 100_000}) {
      assertArrayEquals(content, decode(compressed, most), "pieces of up to " + most);
    }
  }

  private static byte[] decode(byte[] compressed, int most) throws Exception {
    SplittableRandom random = new SplittableRandom(most);
    ZstdFeed feed = new ZstdFeed(8 << 20);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[5000];
    for (int at = 0; at < compressed.length; ) {
      int count = Math.min(compressed.length - at, 1 + random.nextInt(most));
      feed.add(compressed, at, count);
      at += count;
      for (int got = feed.read(buffer, 0, buffer.length); got > 0; ) {
        out.write(buffer, 0, got);
        got = feed.read(buffer, 0, buffer.length);
      }
    }
    assertEquals(0, feed.waiting());
    return out.toByteArray();
  }
}
