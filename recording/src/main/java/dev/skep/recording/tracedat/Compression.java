package dev.skep.recording.tracedat;

import dev.skep.recording.zstd.ZstdInputStream;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/** How version 7 compresses sections and chunks of CPU data; the header names it. */
enum Compression {
  NONE,
  ZLIB,
  ZSTD;

  /** trace-cmd compresses a section as one frame whose window is the whole section. */
  private static final int WINDOW_LIMIT_BYTES = 128 << 20;

  InputStream open(InputStream compressed) {
    return switch (this) {
      case NONE -> compressed;
      case ZLIB -> new InflaterInputStream(compressed);
      case ZSTD -> new ZstdInputStream(compressed, WINDOW_LIMIT_BYTES);
    };
  }
}
