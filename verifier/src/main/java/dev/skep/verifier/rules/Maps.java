package dev.skep.verifier.rules;

import dev.skep.abi.MapType;
import dev.skep.verifier.environment.MapInfo;
import org.jspecify.annotations.Nullable;

/** What a program's maps make possible. */
final class Maps {
  private Maps() {}

  /** The arena that the program names, or null. */
  static @Nullable MapInfo arenaOf(Subject subject) {
    for (int i = 0; i < subject.code().size(); i++) {
      MapInfo map = subject.map(i);
      if (map != null && map.type() == MapType.ARENA) {
        return map;
      }
    }
    return null;
  }
}
