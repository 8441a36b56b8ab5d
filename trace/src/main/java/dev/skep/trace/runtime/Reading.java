package dev.skep.trace.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map's entries at a moment, all CPUs merged.
 *
 * @param cells for each key the words of its value, or a histogram's buckets
 * @param texts for each key the string that it holds
 */
record Reading(Map<Key, long[]> cells, Map<Key, String> texts) {
  Reading() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>());
  }
}
