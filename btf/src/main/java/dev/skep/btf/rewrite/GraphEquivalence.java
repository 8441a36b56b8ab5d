package dev.skep.btf.rewrite;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.TypeReferences;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether the graphs of types below two structs or unions are the same: by assuming that the two
 * are and following both in step until that is contradicted or nothing is left. It goes over a list
 * of pairs, not by recursion, since graphs of a kernel's types are deep.
 */
final class GraphEquivalence {
  /** Structs by value within structs that a compiler described twice. */
  private static final int MAX_IDENTICAL_DEPTH = 32;

  private record Pair(int ours, int theirs) {}

  private final Btf btf;
  private final CanonicalIds canonical;

  /** For a type of their graph the one of ours that is assumed to be equal. */
  private Map<Integer, Integer> assumed = new LinkedHashMap<>();

  private final Deque<Pair> pairs = new ArrayDeque<>();
  private boolean changesBase;

  GraphEquivalence(Btf btf, CanonicalIds canonical) {
    this.btf = btf;
    this.canonical = canonical;
  }

  boolean areEquivalent(int ours, int theirs) {
    // Not cleared: one large graph would make every later clearing expensive.
    assumed = new LinkedHashMap<>();
    pairs.clear();
    changesBase = false;
    pairs.push(new Pair(ours, theirs));
    while (!pairs.isEmpty()) {
      Pair pair = pairs.pop();
      if (!agree(pair.ours(), pair.theirs())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the equivalence found last resolves a forward declaration of the base, which cannot be
   * changed: then the two are not to be made one.
   */
  boolean changesBase() {
    return changesBase;
  }

  private boolean agree(int ours, int theirs) {
    if (canonical.of(ours) == canonical.of(theirs)) {
      return true;
    }
    int their = canonical.definitionOf(theirs);
    Integer other = assumed.putIfAbsent(their, ours);
    if (other != null) {
      return other == ours || identical(other, ours, 0);
    }
    BtfType ourType = btf.type(ours);
    BtfType theirType = btf.type(their);
    if (ourType instanceof BtfType.Forward forward && theirType instanceof BtfType.Composite) {
      return Shapes.declares(forward, theirType);
    }
    if (theirType instanceof BtfType.Forward forward && ourType instanceof BtfType.Composite) {
      boolean declares = Shapes.declares(forward, ourType);
      changesBase |= declares && their < btf.firstId();
      return declares;
    }
    if (ourType instanceof BtfType.Enumeration one
        && theirType instanceof BtfType.Enumeration two) {
      return Shapes.agree(one, two);
    }
    if (!Shapes.of(ourType).equals(Shapes.of(theirType))) {
      return false;
    }
    follow(ourType, theirType);
    return true;
  }

  /** Types of one shape refer to as many others. */
  private void follow(BtfType ours, BtfType theirs) {
    Deque<Integer> ids = new ArrayDeque<>();
    TypeReferences.forEach(ours, ids::add);
    TypeReferences.forEach(theirs, id -> pairs.push(new Pair(ids.remove(), id)));
  }

  /**
   * Whether two types of one compilation unit are the same, down to the ids: compilers describe
   * arrays, anonymous structs and pointers twice at times.
   */
  private boolean identical(int one, int other, int depth) {
    BtfType type = btf.type(one);
    return switch (type) {
      case BtfType.Array _, BtfType.Pointer _ -> type.equals(btf.type(other));
      case BtfType.Composite composite ->
          depth < MAX_IDENTICAL_DEPTH
              && btf.type(other) instanceof BtfType.Composite second
              && Shapes.of(type).equals(Shapes.of(second))
              && identicalMembers(composite, second, depth);
      case BtfType _ -> false;
    };
  }

  private boolean identicalMembers(BtfType.Composite one, BtfType.Composite other, int depth) {
    for (int i = 0; i < one.members().size(); i++) {
      int first = one.members().get(i).typeId();
      int second = other.members().get(i).typeId();
      if (first != second
          && (btf.kind(first) == BtfKind.POINTER || !identical(first, second, depth + 1))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Keeps what the equivalence found last has shown: which struct a forward declaration stands for,
   * on either side, and structs of ours that are equal to decided ones of theirs.
   */
  void record() {
    assumed.forEach((theirId, ourId) -> {
      int ours = canonical.of(ourId);
      int theirs = canonical.of(theirId);
      boolean oursDeclared = btf.kind(ours) == BtfKind.FORWARD;
      boolean theirsDeclared = btf.kind(theirs) == BtfKind.FORWARD;
      if (!oursDeclared && theirsDeclared) {
        canonical.set(theirs, ours);
      }
      if (changesBase) {
        return;
      }
      if (oursDeclared && !theirsDeclared) {
        canonical.set(ours, theirs);
      }
      if (btf.type(ours) instanceof BtfType.Composite
          && !theirsDeclared
          && canonical.isDecided(theirs)
          && !canonical.isDecided(ours)) {
        canonical.set(ours, theirs);
      }
    });
  }
}
