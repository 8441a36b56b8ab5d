package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.List;

/**
 * Whether a target type has all that a local type has ({@code bpf_core_type_matches}): stricter
 * than {@link TypeCompatibility}, because names, sizes and signs of the parts count. Behind a
 * pointer only the kind and the name of a struct count.
 */
final class TypeMatching {
  private static final int MAX_DEPTH = 32;

  private final Btf local;
  private final Btf target;

  TypeMatching(Btf local, Btf target) {
    this.local = local;
    this.target = target;
  }

  boolean matches(int localId, int targetId) {
    return matches(localId, targetId, false, MAX_DEPTH);
  }

  private boolean matches(int localId, int targetId, boolean behindPointer, int level) {
    if (level <= 0) {
      throw new Unfit("types nested deeper than " + MAX_DEPTH);
    }
    int one = localId;
    int other = targetId;
    boolean pointed = behindPointer;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      BtfType mine = local.type(local.resolve(one));
      BtfType theirs = target.type(target.resolve(other));
      if (!names(mine.name(), theirs.name())) {
        return false;
      }
      switch (mine) {
        case BtfType.VoidType _ -> {
          return theirs instanceof BtfType.VoidType;
        }
        case BtfType.Forward forward -> {
          return forward(forward, theirs, pointed);
        }
        case BtfType.Enumeration enumeration -> {
          return theirs instanceof BtfType.Enumeration wider && enumerations(enumeration, wider);
        }
        case BtfType.Composite composite -> {
          return pointed
              ? pointedComposite(composite, theirs)
              : mine.kind() == theirs.kind()
                  && composites(composite, (BtfType.Composite) theirs, level);
        }
        case BtfType.Int integer -> {
          return theirs instanceof BtfType.Int wider
              && integer.size() == wider.size()
              && integer.signed() == wider.signed();
        }
        case BtfType.Pointer pointer -> {
          if (!(theirs instanceof BtfType.Pointer wider)) {
            return false;
          }
          pointed = true;
          one = pointer.typeId();
          other = wider.typeId();
        }
        case BtfType.Array array -> {
          if (!(theirs instanceof BtfType.Array wider) || array.count() != wider.count()) {
            return false;
          }
          one = array.elementTypeId();
          other = wider.elementTypeId();
        }
        case BtfType.FunctionPrototype function -> {
          if (!(theirs instanceof BtfType.FunctionPrototype wider)
              || !parameters(function, wider, pointed, level)) {
            return false;
          }
          one = function.returnTypeId();
          other = wider.returnTypeId();
        }
        case BtfType _ -> {
          return false;
        }
      }
    }
    throw new Unfit("type id=" + localId + " is nested deeper than " + MAX_DEPTH);
  }

  private static boolean names(String mine, String theirs) {
    return theirs.isEmpty() ? mine.isEmpty() : EssentialName.same(mine, theirs);
  }

  private static boolean forward(BtfType.Forward mine, BtfType theirs, boolean pointed) {
    return switch (theirs) {
      case BtfType.Forward other -> mine.isUnion() == other.isUnion();
      case BtfType.Struct _ -> pointed && !mine.isUnion();
      case BtfType.Union _ -> pointed && mine.isUnion();
      case BtfType _ -> false;
    };
  }

  private static boolean pointedComposite(BtfType.Composite mine, BtfType theirs) {
    return mine.kind() == theirs.kind()
        || (theirs instanceof BtfType.Forward forward
            && forward.isUnion() == mine instanceof BtfType.Union);
  }

  /** Every local enumerator has one of its name; values do not count. */
  private static boolean enumerations(BtfType.Enumeration mine, BtfType.Enumeration theirs) {
    return mine.size() == theirs.size()
        && mine.enumerators().size() <= theirs.enumerators().size()
        && mine.enumerators().stream()
            .allMatch(each ->
                theirs.enumerators().stream().anyMatch(other -> names(each.name(), other.name())));
  }

  private boolean composites(BtfType.Composite mine, BtfType.Composite theirs, int level) {
    if (mine.members().size() > theirs.members().size()) {
      return false;
    }
    for (BtfType.Member member : mine.members()) {
      if (!hasMember(theirs.members(), member, level)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasMember(List<BtfType.Member> theirs, BtfType.Member member, int level) {
    for (BtfType.Member other : theirs) {
      if (names(member.name(), other.name())
          && matches(member.typeId(), other.typeId(), false, level - 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean parameters(
      BtfType.FunctionPrototype mine,
      BtfType.FunctionPrototype theirs,
      boolean pointed,
      int level) {
    if (mine.parameters().size() != theirs.parameters().size()) {
      return false;
    }
    for (int i = 0; i < mine.parameters().size(); i++) {
      int one = mine.parameters().get(i).typeId();
      int other = theirs.parameters().get(i).typeId();
      if (!matches(one, other, pointed, level - 1)) {
        return false;
      }
    }
    return true;
  }
}
