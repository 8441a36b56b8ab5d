package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocationKind;
import org.jspecify.annotations.Nullable;

/** Finds in a candidate what a program means by its own types. */
final class AccessMatcher {
  private final Access local;
  private final Access found;
  private final Btf target;
  private final TypeCompatibility compatibility;

  private AccessMatcher(Access local, Btf target, int candidate) {
    this.local = local;
    this.target = target;
    this.found = new Access(target, candidate);
    this.compatibility = new TypeCompatibility(local.btf, target);
  }

  /** What the access means in a candidate, or null when the candidate has no such thing. */
  static @Nullable Access match(Access local, CoreRelocationKind kind, Btf target, int candidate) {
    AccessMatcher matcher = new AccessMatcher(local, target, candidate);
    boolean matches =
        switch (Aspect.of(kind)) {
          case TYPE ->
              kind == CoreRelocationKind.TYPE_MATCHES
                  ? new TypeMatching(local.btf, target).matches(local.rootId, candidate)
                  : matcher.compatibility.types(local.rootId, candidate);
          case ENUMERATOR -> matcher.enumerator(candidate);
          case FIELD -> matcher.field(candidate);
        };
    return matches ? matcher.found : null;
  }

  private boolean enumerator(int candidate) {
    int id = target.resolve(candidate);
    if (!(target.type(id) instanceof BtfType.Enumeration type)) {
      return false;
    }
    String wanted = local.steps.getFirst().name();
    for (int i = 0; i < type.enumerators().size(); i++) {
      String name = type.enumerators().get(i).name();
      if (EssentialName.same(wanted, name)) {
        found.steps.add(new Access.Step(id, i, name));
        return true;
      }
    }
    return false;
  }

  private boolean field(int candidate) {
    int id = candidate;
    for (int i = 0; i < local.steps.size(); i++) {
      Access.Step step = local.steps.get(i);
      int next = step.isElement() ? element(id, step, i) : member(id, step, 0);
      if (next < 0) {
        return false;
      }
      id = next;
    }
    return true;
  }

  /** An element of the array that the last step led to, or of the root; its type, or −1. */
  private int element(int from, Access.Step step, int position) {
    int id = target.resolve(from);
    if (position > 0) {
      if (!(target.type(id) instanceof BtfType.Array array)
          || (step.index() >= array.count() && !found.endsInFlexibleArray(array))) {
        return -1;
      }
      id = target.resolve(array.elementTypeId());
    }
    found.deepen();
    found.steps.add(new Access.Step(id, step.index(), ""));
    found.move(step.index() * Access.size(target, id) * 8);
    return id;
  }

  /** The member with the step's name, in anonymous members too; its type, or −1. */
  private int member(int from, Access.Step step, int depth) {
    int id = target.resolve(from);
    if (!(target.type(id) instanceof BtfType.Composite type)) {
      return -1;
    }
    for (int i = 0; i < type.members().size(); i++) {
      BtfType.Member member = type.members().get(i);
      found.deepen();
      found.move(member.bitOffset());
      if (member.name().isEmpty()) {
        int inside = member(member.typeId(), step, depth + 1);
        if (inside >= 0) {
          return inside;
        }
      } else if (member.name().equals(step.name())) {
        if (!compatibility.fields(localMemberType(step), member.typeId())) {
          return -1;
        }
        found.steps.add(new Access.Step(id, i, member.name()));
        return member.typeId();
      }
      found.move(-member.bitOffset());
      found.rawSteps--;
    }
    return -1;
  }

  private int localMemberType(Access.Step step) {
    return ((BtfType.Composite) local.btf.type(step.typeId()))
        .members()
        .get((int) step.index())
        .typeId();
  }
}
