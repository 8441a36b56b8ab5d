package dev.skep.btf.rewrite;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.MalformedBtfException;
import dev.skep.btf.TypeReferences;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;

/**
 * Decides types that refer to others, after those: two are equal when they are so with canonical
 * references. The types under way are a list, since chains may be longer than the stack is deep.
 */
final class ReferencePass {
  private final Btf btf;
  private final CanonicalIds canonical;
  private final Map<BtfType, Integer> settled;
  private final Deque<Integer> underWay = new ArrayDeque<>();
  private final BitSet begun = new BitSet();

  ReferencePass(Btf btf, CanonicalIds canonical, Map<BtfType, Integer> settled) {
    this.btf = btf;
    this.canonical = canonical;
    this.settled = settled;
  }

  void run() {
    for (int id = 1; id < btf.firstId(); id++) {
      if (!(btf.type(id) instanceof BtfType.Composite)) {
        settled.putIfAbsent(withCanonicalReferences(id), id);
      }
    }
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      decide(id);
    }
  }

  private void decide(int id) {
    underWay.push(id);
    while (!underWay.isEmpty()) {
      int at = underWay.element();
      if (canonical.isDecided(at)) {
        underWay.pop();
      } else if (begun.get(at)) {
        Integer known = settled.putIfAbsent(withCanonicalReferences(at), at);
        canonical.set(at, known == null ? at : known);
      } else {
        begun.set(at);
        TypeReferences.forEach(btf.type(at), this::need);
      }
    }
  }

  private void need(int id) {
    if (canonical.isDecided(id)) {
      return;
    }
    if (begun.get(id)) {
      throw new MalformedBtfException(
          btf.offsetOf(id), "type id=" + id + " (" + btf.kind(id) + ") refers to itself");
    }
    underWay.push(id);
  }

  private BtfType withCanonicalReferences(int id) {
    return TypeReferences.map(btf.type(id), canonical::of);
  }
}
