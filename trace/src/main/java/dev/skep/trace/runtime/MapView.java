package dev.skep.trace.runtime;

import dev.skep.engine.BpfMap;
import dev.skep.trace.types.ScriptMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A script's map as the script's user sees it.
 *
 * <p>Clearing what programs only add to does not touch the BPF map: a program may be adding at that
 * moment, and would be lost. Instead what was read last becomes the baseline, and later readings
 * show what came since. Keys that nothing came for since the baseline before are removed once the
 * map is more than half full.
 */
final class MapView {
  private final MapReader reader;
  private final boolean subtracts;
  private Map<Key, long[]> baseline = new HashMap<>();

  /** What removed entries held that no reading has shown. */
  private final Map<Key, long[]> carried = new HashMap<>();

  /**
   * Keys that are shown although nothing came for them: {@code zero} was asked for, or a number
   * without keys was cleared.
   */
  private final Set<Key> zeroed = new HashSet<>();

  private Reading last = new Reading();

  MapView(ScriptMap map, BpfMap live) {
    this.reader = new MapReader(map, live);
    this.subtracts = map.content().additive() && !map.deletes();
  }

  ScriptMap map() {
    return reader.map();
  }

  /** What there is now and was not cleared. */
  Reading read() {
    last = total();
    if (!subtracts) {
      return last;
    }
    Map<Key, long[]> shown = new LinkedHashMap<>();
    for (Map.Entry<Key, long[]> entry : last.cells().entrySet()) {
      long[] difference = difference(entry.getValue(), baseline.get(entry.getKey()));
      if (!isZero(difference) || zeroed.contains(entry.getKey())) {
        shown.put(entry.getKey(), difference);
      }
    }
    return new Reading(shown, last.texts());
  }

  private Reading total() {
    Reading now = reader.read();
    for (Map.Entry<Key, long[]> entry : carried.entrySet()) {
      long[] cells = now.cells().get(entry.getKey());
      if (cells == null) {
        now.cells().put(entry.getKey(), entry.getValue().clone());
      } else {
        add(cells, entry.getValue());
      }
    }
    return now;
  }

  /**
   * Forgets what there is.
   *
   * @param printed whether to forget only what the last reading showed
   */
  void clear(boolean printed) {
    if (!subtracts) {
      reader.clear();
      return;
    }
    Map<Key, long[]> before = baseline;
    baseline = new HashMap<>((printed ? last : total()).cells());
    carried.clear();
    zeroed.clear();
    if (map().array() && map().content().buckets() == 0) {
      zeroed.addAll(baseline.keySet());
    }
    removeIdle(before);
  }

  /** As {@link #clear}, but the keys stay and show 0. */
  void zero(boolean printed) {
    if (!subtracts) {
      reader.zero();
      return;
    }
    clear(printed);
    zeroed.addAll(baseline.keySet());
  }

  private void removeIdle(Map<Key, long[]> before) {
    if (map().array() || before.isEmpty() || entries() <= map().spec().maxEntries() / 2) {
      return;
    }
    for (Map.Entry<Key, long[]> entry : before.entrySet()) {
      long[] now = baseline.get(entry.getKey());
      if (now != null && isZero(difference(now, entry.getValue()))) {
        long[] rest = difference(reader.take(entry.getKey()), now);
        baseline.remove(entry.getKey());
        if (!isZero(rest)) {
          carried.put(entry.getKey(), rest);
        }
      }
    }
  }

  private int entries() {
    int entries = 0;
    for (long[] cells : baseline.values()) {
      if (map().content().buckets() == 0) {
        entries++;
        continue;
      }
      for (long cell : cells) {
        entries += cell == 0 ? 0 : 1;
      }
    }
    return entries;
  }

  private static long[] difference(long[] now, long @org.jspecify.annotations.Nullable [] before) {
    long[] difference = now.clone();
    for (int i = 0; before != null && i < difference.length; i++) {
      difference[i] -= before[i];
    }
    return difference;
  }

  private static void add(long[] cells, long[] more) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] += more[i];
    }
  }

  private static boolean isZero(long[] cells) {
    for (long cell : cells) {
      if (cell != 0) {
        return false;
      }
    }
    return true;
  }
}
