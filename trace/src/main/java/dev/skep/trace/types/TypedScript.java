package dev.skep.trace.types;

import dev.skep.trace.syntax.Source;
import java.util.List;
import java.util.Map;

/**
 * A script whose meaning is known.
 *
 * @param maps the maps by name, with their sigils, sorted
 * @param actions what programs may ask user space for, by number
 */
public record TypedScript(
    Source source, List<TypedProbe> probes, Map<String, ScriptMap> maps, List<Action> actions) {
  public TypedScript {
    probes = List.copyOf(probes);
    actions = List.copyOf(actions);
  }

  /** The map with a name. */
  public ScriptMap map(String name) {
    ScriptMap map = maps.get(name);
    if (map == null) {
      throw new IllegalArgumentException("no map " + name);
    }
    return map;
  }
}
