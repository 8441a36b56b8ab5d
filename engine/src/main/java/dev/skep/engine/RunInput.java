package dev.skep.engine;

import java.lang.foreign.MemorySegment;

/**
 * What a program is run on, for {@link Program#run}.
 *
 * @param data the packet or other data, for the types that have some; else empty
 * @param context the context, for the types that take one; else empty
 * @param repeat how often to run, at least 1; only the last run's output is kept
 * @param dataOutBytes how much room the data has after the run; 0 to drop it
 */
public record RunInput(MemorySegment data, MemorySegment context, int repeat, int dataOutBytes) {
  /** Neither data nor context, run once: for programs such as BEGIN. */
  public static final RunInput NONE = new RunInput(MemorySegment.NULL, MemorySegment.NULL, 1, 0);

  /** A packet, run once, with room for a packet that grows by 256 bytes. */
  public static RunInput ofData(byte[] data) {
    return new RunInput(MemorySegment.ofArray(data), MemorySegment.NULL, 1, data.length + 256);
  }

  /** A context, run once. */
  public static RunInput ofContext(byte[] context) {
    return new RunInput(MemorySegment.NULL, MemorySegment.ofArray(context), 1, 0);
  }

  /** The same input, run this often. */
  public RunInput repeated(int times) {
    return new RunInput(data, context, times, dataOutBytes);
  }
}
