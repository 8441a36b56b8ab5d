package dev.skep.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to standard output, everything else to standard error.
 *
 * @param out results; a failed write is an {@link IOException}, so that a full disk is noticed
 * @param err notices and errors
 */
record Console(OutputStream out, PrintStream err) {

  /** The process's own streams. */
  static Console ofProcess() {
    return new Console(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  /** Writes a line of results. */
  void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** Says something that is no result: one line on standard error. */
  void notice(String text) {
    err.println("skep: " + text);
  }
}
