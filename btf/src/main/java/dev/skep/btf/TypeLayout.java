package dev.skep.btf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sizes, alignments and members of the types of one {@link Btf}, as the C compiler that wrote them
 * laid them out.
 */
public final class TypeLayout {
  /**
   * Deeper nesting by value than any C compiler accepts; only malformed BTF, which may contain
   * itself, has it.
   */
  private static final int MAX_DEPTH = 256;

  private final Btf btf;
  private volatile int pointerSize;

  TypeLayout(Btf btf) {
    this.btf = btf;
  }

  /**
   * Bytes of a pointer: the size of {@code long} where the types name it, else 8, as BPF has it.
   */
  public int pointerSize() {
    int size = pointerSize;
    if (size == 0) {
      size = sizeOfLong();
      pointerSize = size;
    }
    return size;
  }

  private int sizeOfLong() {
    for (String name :
        new String[] {"long", "long int", "int long", "unsigned long", "long unsigned int"}) {
      for (int id : btf.findByName(name, BtfType.Int.class)) {
        int size = btf.type(id, BtfType.Int.class).size();
        if (size == 4 || size == 8) {
          return size;
        }
      }
    }
    return 8;
  }

  /**
   * The type that remains when typedefs, qualifiers and type tags are taken off.
   *
   * @throws MalformedBtfException when they go round in a circle
   */
  public int resolve(int id) {
    int at = id;
    for (int steps = 0; btf.type(at) instanceof BtfType.Modifier modifier; steps++) {
      if (steps > btf.typeCount()) {
        throw circle(id);
      }
      at = modifier.typeId();
    }
    return at;
  }

  /**
   * Bytes of a value of this type.
   *
   * @throws MalformedBtfException when types go round in a circle or the size overflows
   * @throws IllegalArgumentException when it has no size: void, a function, a forward declaration
   */
  public long sizeOf(int id) {
    long count = 1;
    int at = id;
    for (int steps = 0; steps <= btf.typeCount(); steps++) {
      switch (btf.type(at)) {
        case BtfType.Array array -> {
          count = multiply(id, count, array.count());
          at = array.elementTypeId();
        }
        case BtfType.Modifier modifier -> at = modifier.typeId();
        case BtfType.Variable variable -> at = variable.typeId();
        case BtfType.Int type -> {
          return multiply(id, count, type.size());
        }
        case BtfType.FloatingPoint type -> {
          return multiply(id, count, type.size());
        }
        case BtfType.Enumeration type -> {
          return multiply(id, count, type.size());
        }
        case BtfType.Composite type -> {
          return multiply(id, count, type.size());
        }
        case BtfType.DataSection type -> {
          return multiply(id, count, type.size());
        }
        case BtfType.Pointer _ -> {
          return multiply(id, count, pointerSize());
        }
        case BtfType.VoidType _,
            BtfType.Forward _,
            BtfType.Function _,
            BtfType.FunctionPrototype _,
            BtfType.DeclarationTag _ ->
            throw hasNone("size", id, at);
      }
    }
    throw circle(id);
  }

  /**
   * Bytes of an element of an array, or of what stands for one.
   *
   * @throws MalformedBtfException when it is no array, or its elements have no size
   */
  public long elementSize(int id) {
    BtfType.Array array = btf.type(resolve(id), BtfType.Array.class);
    long whole = sizeOf(id);
    return array.count() == 0 ? sizeOf(array.elementTypeId()) : whole / array.count();
  }

  private long multiply(int id, long count, long size) {
    if (Math.multiplyHigh(count, size) != 0 || count * size < 0) {
      throw new MalformedBtfException(btf.offsetOf(id), "the size of type id=" + id + " overflows");
    }
    return count * size;
  }

  /**
   * The alignment of this type in bytes, 1 for a packed struct: one that has a member off its
   * alignment or a size that is no multiple of it.
   *
   * @throws MalformedBtfException when types go round in a circle
   * @throws IllegalArgumentException when it has none: void, a function, a forward declaration
   */
  public int alignOf(int id) {
    int align = alignOf(id, new HashMap<>(), 0);
    if (align == 0) {
      throw hasNone("alignment", id, element(id));
    }
    return align;
  }

  /**
   * The alignment, 0 where there is none; {@code known} holds those already found, and 0 for the
   * structs that are being looked at.
   */
  int alignOf(int id, Map<Integer, Integer> known, int depth) {
    int at = element(id);
    Integer memo = known.get(at);
    if (memo != null) {
      return memo;
    }
    if (depth > MAX_DEPTH) {
      throw circle(id);
    }
    known.put(at, 0);
    int align =
        switch (btf.type(at)) {
          case BtfType.Int type -> Math.min(pointerSize(), type.size());
          case BtfType.FloatingPoint type -> Math.min(pointerSize(), type.size());
          case BtfType.Enumeration type -> Math.min(pointerSize(), type.size());
          case BtfType.Pointer _ -> pointerSize();
          case BtfType.Composite type -> alignOf(at, type, known, depth);
          case BtfType.Array _,
              BtfType.Modifier _,
              BtfType.Variable _,
              BtfType.DataSection _,
              BtfType.VoidType _,
              BtfType.Forward _,
              BtfType.Function _,
              BtfType.FunctionPrototype _,
              BtfType.DeclarationTag _ ->
              0;
        };
    known.put(at, align);
    return align;
  }

  private int alignOf(int id, BtfType.Composite type, Map<Integer, Integer> known, int depth) {
    int largest = 1;
    boolean packed = false;
    for (BtfType.Member member : type.members()) {
      int align = alignOf(member.typeId(), known, depth + 1);
      if (align == 0) {
        throw new MalformedBtfException(
            btf.offsetOf(id),
            "member \""
                + member.name()
                + "\" of type id="
                + id
                + " has a type that contains the struct or no value");
      }
      largest = Math.max(largest, align);
      packed |= !member.isBitfield() && member.bitOffset() % (8L * align) != 0;
    }
    return packed || type.size() % largest != 0 ? 1 : largest;
  }

  /** The innermost element type of nested arrays, without modifiers. */
  private int element(int id) {
    int at = resolve(id);
    for (int steps = 0; btf.type(at) instanceof BtfType.Array array; steps++) {
      if (steps > btf.typeCount()) {
        throw circle(id);
      }
      at = resolve(array.elementTypeId());
    }
    return at;
  }

  /**
   * Where a member lies, by a path such as {@code se.load.weight} or {@code comm[3]}. Members of
   * anonymous structs and unions are found as C finds them.
   *
   * @param id a struct or union, or what stands for one
   * @return empty when there is no such member
   * @throws IllegalArgumentException when the path is no path
   */
  public Optional<MemberLocation> member(int id, String path) {
    MemberLocation at = new MemberLocation(id, 0, 0);
    for (MemberPath.Step step : MemberPath.parse(path)) {
      MemberLocation found =
          switch (step) {
            case MemberPath.Name name -> named(at, name.name());
            case MemberPath.Index index -> indexed(at, index.index());
          };
      if (found == null) {
        return Optional.empty();
      }
      at = found;
    }
    return Optional.of(at);
  }

  private @Nullable MemberLocation named(MemberLocation from, String name) {
    return named(from.typeId(), from.bitOffset(), name, new HashSet<>(), 0);
  }

  /** A type that was searched once in vain need not be searched again, which also ends circles. */
  private @Nullable MemberLocation named(
      int id, long bitOffset, String name, Set<Integer> searched, int depth) {
    int at = resolve(id);
    if (!(btf.type(at) instanceof BtfType.Composite composite) || !searched.add(at)) {
      return null;
    }
    if (depth > MAX_DEPTH) {
      throw circle(id);
    }
    for (BtfType.Member member : composite.members()) {
      long offset = bitOffset + member.bitOffset();
      if (member.name().equals(name)) {
        return new MemberLocation(member.typeId(), offset, member.bitfieldSize());
      }
      if (member.name().isEmpty()) {
        MemberLocation found = named(member.typeId(), offset, name, searched, depth + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** A flexible array, of count 0 at the end of a struct, may be indexed without bound. */
  private @Nullable MemberLocation indexed(MemberLocation from, long index) {
    if (!(btf.type(resolve(from.typeId())) instanceof BtfType.Array array)
        || (array.count() != 0 && index >= array.count())) {
      return null;
    }
    long size = elementSize(from.typeId());
    long bits = multiply(from.typeId(), multiply(from.typeId(), size, index), 8);
    return new MemberLocation(array.elementTypeId(), from.bitOffset() + bits, 0);
  }

  /** An element of an array must have a size; anything else without one is the caller's mistake. */
  private RuntimeException hasNone(String what, int id, int at) {
    String reason =
        "type id=" + id + " (" + btf.kind(at) + " " + btf.type(at).name() + ") has no " + what;
    return btf.kind(resolve(id)) == BtfKind.ARRAY
        ? new MalformedBtfException(btf.offsetOf(id), reason)
        : new IllegalArgumentException(reason);
  }

  private MalformedBtfException circle(int id) {
    return new MalformedBtfException(btf.offsetOf(id), "type id=" + id + " contains itself");
  }
}
