package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.MalformedBtfException;
import dev.skep.btf.TypeReferences;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which C wants definitions: a type embedded by value is complete before it is used,
 * one that is only pointed to can be declared ahead. An anonymous struct is written where it is
 * used, hence what it embeds must be complete even when there is a pointer between.
 */
final class DefinitionOrder {
  private final Btf btf;
  private final Effort effort;
  private final BitSet done = new BitSet();
  private final BitSet begun = new BitSet();
  private @Nullable BitSet referenced;
  private List<Integer> queue = new ArrayList<>();
  private int root;

  DefinitionOrder(Btf btf, Effort effort) {
    this.btf = btf;
    this.effort = effort;
    done.set(0);
  }

  /** What is to be defined for {@code id} and was not asked for before, in order. */
  List<Integer> of(int id) {
    queue = new ArrayList<>();
    root = id;
    visit(id, false);
    return queue;
  }

  /** Visits what {@code id} needs; whether it must be complete where it is used. */
  private boolean visit(int id, boolean throughPointer) {
    if (done.get(id)) {
      return true;
    }
    BtfType type = btf.type(id);
    if (begun.get(id)) {
      if (type instanceof BtfType.Composite && throughPointer && !type.name().isEmpty()) {
        return false;
      }
      throw new MalformedBtfException(
          btf.offsetOf(id),
          "type id=" + id + " (" + type.kind() + " " + type.name() + ") contains itself");
    }
    effort.enter(id);
    boolean strong = visit(id, type, throughPointer);
    effort.leave(1);
    return strong;
  }

  private boolean visit(int id, BtfType type, boolean throughPointer) {
    return switch (type) {
      case BtfType.Int _,
          BtfType.FloatingPoint _,
          BtfType.Function _,
          BtfType.Variable _,
          BtfType.DataSection _,
          BtfType.DeclarationTag _ -> {
        done.set(id);
        yield false;
      }
      case BtfType.Pointer pointer -> {
        boolean strong = visit(pointer.typeId(), true);
        done.set(id);
        yield strong;
      }
      case BtfType.Array array -> visit(array.elementTypeId(), false);
      case BtfType.Composite composite -> composite(id, composite, throughPointer);
      case BtfType.Enumeration _, BtfType.Forward _ -> {
        if (!type.name().isEmpty() || (id == root && !isReferenced(id))) {
          queue.add(id);
        }
        done.set(id);
        yield true;
      }
      case BtfType.Typedef typedef -> typedef(id, typedef, throughPointer);
      case BtfType.Volatile modifier -> visit(modifier.typeId(), throughPointer);
      case BtfType.Const modifier -> visit(modifier.typeId(), throughPointer);
      case BtfType.Restrict modifier -> visit(modifier.typeId(), throughPointer);
      case BtfType.TypeTag modifier -> visit(modifier.typeId(), throughPointer);
      case BtfType.FunctionPrototype prototype -> prototype(prototype, throughPointer);
      case BtfType.VoidType _ -> true;
    };
  }

  private boolean composite(int id, BtfType.Composite type, boolean throughPointer) {
    boolean named = !type.name().isEmpty();
    if (throughPointer && named) {
      return false;
    }
    begun.set(id);
    for (BtfType.Member member : type.members()) {
      visit(member.typeId(), false);
    }
    if (named) {
      queue.add(id);
    }
    done.set(id);
    return true;
  }

  private boolean typedef(int id, BtfType.Typedef type, boolean throughPointer) {
    boolean strong = visit(type.typeId(), throughPointer);
    if (throughPointer && !strong) {
      return false;
    }
    if (!done.get(id)) {
      queue.add(id);
      done.set(id);
    }
    return true;
  }

  private boolean prototype(BtfType.FunctionPrototype type, boolean throughPointer) {
    boolean strong = visit(type.returnTypeId(), throughPointer);
    for (BtfType.Parameter parameter : type.parameters()) {
      strong |= visit(parameter.typeId(), throughPointer);
    }
    return strong || type.variadic();
  }

  /**
   * Whether another type refers to an anonymous enumeration: then it is written there, else it
   * declares constants and stands alone. Looks at all types, hence only when such a one is asked
   * for.
   */
  private boolean isReferenced(int id) {
    BitSet all = referenced;
    if (all == null) {
      all = new BitSet();
      for (int each = 1; each < btf.typeCount(); each++) {
        TypeReferences.forEach(btf.type(each), all::set);
      }
      referenced = all;
    }
    return all.get(id);
  }
}
