package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The types of a target that a local type may be: the same name but for flavors, and the same kind.
 * Exact names are looked up in the target's own index; names with a flavor are few, and found once
 * among its strings.
 */
final class Candidates {
  private final Btf target;
  private @Nullable Map<String, List<String>> flavors;

  Candidates(Btf target) {
    this.target = target;
  }

  /** The ids of the candidates for a local type, in ascending order. */
  List<Integer> find(BtfType local) {
    String essential = EssentialName.of(local.name());
    Set<Integer> ids = new TreeSet<>();
    add(ids, essential, local);
    for (String flavored : flavors().getOrDefault(essential, List.of())) {
      add(ids, flavored, local);
    }
    return new ArrayList<>(ids);
  }

  private void add(Set<Integer> ids, String name, BtfType local) {
    for (int id : target.findByName(name, BtfType.class)) {
      // A name may end in underscores so that it is no flavor of the shorter one.
      if (Kinds.compatible(target.type(id), local) && EssentialName.same(name, local.name())) {
        ids.add(id);
      }
    }
  }

  private Map<String, List<String>> flavors() {
    Map<String, List<String>> known = flavors;
    if (known == null) {
      Map<String, List<String>> found = new HashMap<>();
      target.forEachString((name, _) -> {
        if (name.contains("___")) {
          String essential = EssentialName.of(name);
          if (essential.length() < name.length()) {
            found.computeIfAbsent(essential, _ -> new ArrayList<>()).add(name);
          }
        }
      });
      known = found;
      flavors = found;
    }
    return known;
  }
}
