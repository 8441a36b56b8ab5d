package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;

/**
 * Whether a local and a target type are near enough to each other: for a field that is read, and
 * for a type that is asked for ({@code bpf_core_type_exists}). Names count at the root only, where
 * the caller compares them; sizes and signs never count.
 */
final class TypeCompatibility {
  /** As deep as libbpf looks. */
  private static final int MAX_DEPTH = 32;

  private final Btf local;
  private final Btf target;

  TypeCompatibility(Btf local, Btf target) {
    this.local = local;
    this.target = target;
  }

  /** Whether a member of one type may be read where the program expects the other. */
  boolean fields(int localId, int targetId) {
    int one = local.resolve(localId);
    int other = target.resolve(targetId);
    for (int depth = 0; depth <= local.typeCount(); depth++) {
      BtfType mine = local.type(one);
      BtfType theirs = target.type(other);
      if (mine instanceof BtfType.Composite && theirs instanceof BtfType.Composite) {
        return true;
      }
      if (!Kinds.compatible(mine, theirs)) {
        return false;
      }
      if (!(mine instanceof BtfType.Array array)) {
        return scalars(mine, theirs);
      }
      one = local.resolve(array.elementTypeId());
      other = target.resolve(((BtfType.Array) theirs).elementTypeId());
    }
    throw new Unfit("type id=" + localId + " contains itself");
  }

  private static boolean scalars(BtfType mine, BtfType theirs) {
    return switch (mine) {
      case BtfType.Pointer _, BtfType.FloatingPoint _ -> true;
      case BtfType.Forward _, BtfType.Enumeration _ ->
          mine.name().isEmpty()
              || theirs.name().isEmpty()
              || EssentialName.same(mine.name(), theirs.name());
      case BtfType.Int integer -> Kinds.plainIntegers(integer, (BtfType.Int) theirs);
      case BtfType _ -> false;
    };
  }

  /** Whether one type is what the program means by the other. */
  boolean types(int localId, int targetId) {
    return types(localId, targetId, MAX_DEPTH);
  }

  private boolean types(int localId, int targetId, int level) {
    if (!Kinds.compatible(local.type(localId), target.type(targetId))) {
      return false;
    }
    int one = localId;
    int other = targetId;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      one = local.resolve(one);
      other = target.resolve(other);
      BtfType mine = local.type(one);
      BtfType theirs = target.type(other);
      if (!Kinds.compatible(mine, theirs)) {
        return false;
      }
      switch (mine) {
        case BtfType.VoidType _, BtfType.Composite _, BtfType.Enumeration _, BtfType.Forward _ -> {
          return true;
        }
        case BtfType.Int integer -> {
          return Kinds.plainIntegers(integer, (BtfType.Int) theirs);
        }
        case BtfType.Pointer pointer -> {
          one = pointer.typeId();
          other = ((BtfType.Pointer) theirs).typeId();
        }
        case BtfType.Array array -> {
          one = array.elementTypeId();
          other = ((BtfType.Array) theirs).elementTypeId();
        }
        case BtfType.FunctionPrototype function -> {
          if (!parameters(function, (BtfType.FunctionPrototype) theirs, level)) {
            return false;
          }
          one = function.returnTypeId();
          other = ((BtfType.FunctionPrototype) theirs).returnTypeId();
        }
        case BtfType _ -> {
          return false;
        }
      }
    }
    throw new Unfit("type id=" + localId + " is nested deeper than " + MAX_DEPTH);
  }

  private boolean parameters(
      BtfType.FunctionPrototype mine, BtfType.FunctionPrototype theirs, int level) {
    if (mine.parameters().size() != theirs.parameters().size()) {
      return false;
    }
    for (int i = 0; i < mine.parameters().size(); i++) {
      if (level <= 0) {
        throw new Unfit("function types nested deeper than " + MAX_DEPTH);
      }
      int one = local.resolve(mine.parameters().get(i).typeId());
      int other = target.resolve(theirs.parameters().get(i).typeId());
      if (!types(one, other, level - 1)) {
        return false;
      }
    }
    return true;
  }
}
