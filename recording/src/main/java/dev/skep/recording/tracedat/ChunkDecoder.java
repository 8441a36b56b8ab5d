package dev.skep.recording.tracedat;

import dev.skep.recording.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Decompresses chunks of CPU data, with memory that all CPUs of a file share. */
final class ChunkDecoder implements AutoCloseable {
  private static final int FIRST_BYTES = 64 << 10;

  private final Compression compression;
  private final Inflater inflater = new Inflater();
  private final ZstdInputStream zstd;

  ChunkDecoder(Compression compression) {
    this.compression = compression;
    this.zstd = new ZstdInputStream(InputStream.nullInputStream(), ChunkedPages.MAX_CHUNK_BYTES);
  }

  /**
   * Decompresses a chunk into an array, or a larger one in its place that grows with what is really
   * there.
   *
   * @return the array, or null when the content has another size
   */
  byte @org.jspecify.annotations.Nullable [] decode(InputStream compressed, byte[] into, int size)
      throws IOException {
    InputStream content = open(compressed);
    byte[] target = into.length > 0 ? into : new byte[Math.min(size, FIRST_BYTES)];
    int filled = 0;
    while (filled < size) {
      if (filled == target.length) {
        target = Arrays.copyOf(target, (int) Math.min(size, 2L * target.length));
      }
      int got = content.read(target, filled, Math.min(size, target.length) - filled);
      if (got < 0) {
        return null;
      }
      filled += got;
    }
    return content.read() < 0 ? target : null;
  }

  private InputStream open(InputStream compressed) {
    return switch (compression) {
      case NONE -> compressed;
      case ZLIB -> {
        inflater.reset();
        yield new InflaterInputStream(compressed, inflater);
      }
      case ZSTD -> {
        zstd.restart(compressed);
        yield zstd;
      }
    };
  }

  @Override
  public void close() {
    inflater.end();
  }
}
