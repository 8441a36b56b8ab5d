package dev.skep.trace.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Collects text until it is flushed to a stream, as UTF-8. */
final class Sink {
  private static final int LIMIT = 1 << 16;

  private final OutputStream stream;
  private final StringBuilder pending = new StringBuilder();

  Sink(OutputStream stream) {
    this.stream = stream;
  }

  StringBuilder pending() {
    return pending;
  }

  void flushIfLarge() throws IOException {
    if (pending.length() > LIMIT) {
      flush();
    }
  }

  void flush() throws IOException {
    if (!pending.isEmpty()) {
      byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
      pending.setLength(0);
      stream.write(bytes);
      stream.flush();
    }
  }
}
