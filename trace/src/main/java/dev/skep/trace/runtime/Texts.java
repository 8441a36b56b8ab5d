package dev.skep.trace.runtime;

import java.nio.charset.StandardCharsets;

/** Strings as programs store them: up to a zero or the end of their room. */
final class Texts {
  private Texts() {}

  static String decode(byte[] bytes, int start, int room) {
    int end = start;
    while (end < start + room && end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
