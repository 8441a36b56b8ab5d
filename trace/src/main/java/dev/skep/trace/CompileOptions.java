package dev.skep.trace;

import java.util.List;

/**
 * What a script is compiled for.
 *
 * @param parameters {@code $1} and so on
 * @param recording whether events come from a recording, which does not know users and memory
 * @param mapEntries how many keys a map can hold
 * @param textBytes how long a string of unknown length can be, with its final zero
 * @param ringBytes how large the ring buffer is: a power of two of pages
 */
public record CompileOptions(
    List<String> parameters, boolean recording, int mapEntries, int textBytes, int ringBytes) {
  /** For a live system, without parameters: 4096 keys, strings of 64 bytes, 256 KiB of records. */
  public static final CompileOptions DEFAULT =
      new CompileOptions(List.of(), false, 4096, 64, 256 * 1024);

  public CompileOptions {
    parameters = List.copyOf(parameters);
  }

  /** The same with other parameters. */
  public CompileOptions withParameters(List<String> newParameters) {
    return new CompileOptions(newParameters, recording, mapEntries, textBytes, ringBytes);
  }

  /** The same for events from a recording. */
  public CompileOptions withRecording(boolean newRecording) {
    return new CompileOptions(parameters, newRecording, mapEntries, textBytes, ringBytes);
  }

  /** The same with room for other numbers of keys. */
  public CompileOptions withMapEntries(int newMapEntries) {
    return new CompileOptions(parameters, recording, newMapEntries, textBytes, ringBytes);
  }
}
