package dev.skep.trace.types;

import java.util.List;

/**
 * What a script's meaning depends on besides its text.
 *
 * @param parameters {@code $1} and so on
 * @param recording whether events come from a recording, which does not know everything
 * @param mapEntries how many keys a map can hold
 * @param textBytes how long a string of unknown length can be
 */
public record Settings(List<String> parameters, boolean recording, int mapEntries, int textBytes) {
  public Settings {
    parameters = List.copyOf(parameters);
  }
}
