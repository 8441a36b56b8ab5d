package dev.skep.trace.output;

import java.io.IOException;

/** Where a session prints. Every method may fail with the error of what it writes to. */
public interface Output {

  /** So many probes are being attached. */
  void attaching(int probes) throws IOException;

  /** What a {@code printf} gave. */
  void printf(String text) throws IOException;

  /** What a {@code time} gave. */
  void time(String text) throws IOException;

  /** A value that was printed. */
  void value(PrintedValue value) throws IOException;

  /** A map that was printed, or that is printed at the end. */
  void map(PrintedMap map) throws IOException;

  /** So many records found no room. */
  void lost(long records) throws IOException;

  /** The session ends; the maps follow. */
  void ending() throws IOException;

  /** Lets everything so far be seen. */
  void flush() throws IOException;
}
