package dev.skep.btf.rewrite;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds for each struct and union the first one that is equal to it. */
final class CompositePass {
  private final Btf btf;
  private final CanonicalIds canonical;
  private final GraphEquivalence graphs;
  private final Map<BtfType, List<Integer>> byShape = new HashMap<>();

  CompositePass(Btf btf, CanonicalIds canonical) {
    this.btf = btf;
    this.canonical = canonical;
    this.graphs = new GraphEquivalence(btf, canonical);
  }

  void run() {
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Composite type) {
        if (id < btf.firstId()) {
          sameShape(type).add(id);
        } else if (!canonical.isDecided(id)) {
          decide(id, sameShape(type));
        }
      }
    }
  }

  private List<Integer> sameShape(BtfType type) {
    return byShape.computeIfAbsent(Shapes.of(type), _ -> new ArrayList<>());
  }

  private void decide(int id, List<Integer> candidates) {
    for (int candidate : candidates) {
      if (graphs.areEquivalent(id, candidate)) {
        graphs.record();
        if (!graphs.changesBase()) {
          canonical.set(id, candidate);
          return;
        }
      }
    }
    canonical.set(id, id);
    candidates.add(id);
  }
}
