package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExtension.CoreRelocation;
import dev.skep.btf.BtfType;
import java.util.ArrayList;
import java.util.List;

/**
 * What a relocation speaks of, in the types of one BTF: a type, an enumerator, or the place that a
 * chain of members and array elements leads to. Grows while it is worked out.
 */
final class Access {
  /** As many steps as libbpf takes ({@code BPF_CORE_SPEC_MAX_LEN}). */
  static final int MAX_STEPS = 64;

  /** One step that C code would spell: a member by name, or an array element. */
  record Step(int typeId, long index, String name) {
    boolean isElement() {
      return name.isEmpty();
    }
  }

  final Btf btf;
  final int rootId;
  final List<Step> steps = new ArrayList<>();

  /** How many indexes the path has, those of anonymous members included. */
  int rawSteps;

  /** From the start of the root, wrapped to 32 bits as on disk. */
  long bitOffset;

  Access(Btf btf, int rootId) {
    this.btf = btf;
    this.rootId = rootId;
  }

  Step last() {
    return steps.getLast();
  }

  void move(long bits) {
    bitOffset = (bitOffset + bits) & 0xffff_ffffL;
  }

  /** Counts one more index. */
  void deepen() {
    if (rawSteps == MAX_STEPS) {
      throw new Unfit("a path of more than " + MAX_STEPS + " steps");
    }
    rawSteps++;
  }

  /** Bytes of a value, in these types. */
  static long size(Btf btf, int typeId) {
    try {
      return btf.sizeOf(typeId);
    } catch (IllegalArgumentException none) {
      throw new Unfit("type id=" + typeId + " has no size (" + btf.kind(typeId) + ")");
    }
  }

  /**
   * Whether an array that the last step leads to may be indexed without bound: it has no elements
   * and is the last member of its struct.
   */
  boolean endsInFlexibleArray(BtfType.Array array) {
    if (array.count() > 0 || steps.isEmpty() || last().isElement()) {
      return false;
    }
    return btf.type(last().typeId()) instanceof BtfType.Composite composite
        && last().index() == composite.members().size() - 1;
  }

  /** What a relocation speaks of in the types that the program was compiled with. */
  static Access parse(Btf btf, CoreRelocation relocation) {
    Access access = new Access(btf, relocation.typeId());
    if (Aspect.of(relocation.kind()) == Aspect.TYPE) {
      if (!relocation.access().equals("0")) {
        throw new Unfit("access string \"" + relocation.access() + "\" of a type, expected \"0\"");
      }
      return access;
    }
    List<Long> indexes = indexes(relocation.access());
    int id = btf.resolve(relocation.typeId());
    long first = indexes.getFirst();
    if (Aspect.of(relocation.kind()) == Aspect.ENUMERATOR) {
      access.enumerator(id, indexes);
      return access;
    }
    access.deepen();
    access.steps.add(new Step(id, first, ""));
    access.move(first * size(btf, id) * 8);
    for (long index : indexes.subList(1, indexes.size())) {
      id = access.descend(id, index);
    }
    return access;
  }

  private void enumerator(int id, List<Long> indexes) {
    long index = indexes.getFirst();
    if (!(btf.type(id) instanceof BtfType.Enumeration type)
        || indexes.size() > 1
        || index >= type.enumerators().size()) {
      throw new Unfit("type id=" + id + " has no enumerator number " + index);
    }
    deepen();
    steps.add(new Step(id, index, type.enumerators().get((int) index).name()));
  }

  /** One step into a composite or an array; the type that it leads to. */
  private int descend(int from, long index) {
    int id = btf.resolve(from);
    deepen();
    return switch (btf.type(id)) {
      case BtfType.Composite type -> {
        if (index >= type.members().size()) {
          throw new Unfit("type id=" + id + " has no member number " + index);
        }
        BtfType.Member member = type.members().get((int) index);
        move(member.bitOffset());
        if (!member.name().isEmpty()) {
          steps.add(new Step(id, index, member.name()));
        }
        yield member.typeId();
      }
      case BtfType.Array array -> {
        int element = btf.resolve(array.elementTypeId());
        if (index >= array.count() && !endsInFlexibleArray(array)) {
          throw new Unfit("element " + index + " of an array of " + array.count());
        }
        steps.add(new Step(element, index, ""));
        move(index * size(btf, element) * 8);
        yield element;
      }
      case BtfType other -> throw new Unfit("a step into type id=" + id + ", a " + other.kind());
    };
  }

  private static List<Long> indexes(String access) {
    List<Long> indexes = new ArrayList<>();
    for (String part : access.split(":", -1)) {
      if (!part.matches("[0-9]{1,9}")) {
        throw new Unfit("access string \"" + access + "\"");
      }
      indexes.add(Long.parseLong(part));
    }
    return indexes;
  }

  /** The root type as C names it. */
  String rootText() {
    BtfType type = btf.type(rootId);
    String name = type.name().isEmpty() ? "(anonymous)" : type.name();
    return switch (type) {
      case BtfType.Struct _ -> "struct " + name;
      case BtfType.Union _ -> "union " + name;
      case BtfType.Enumeration _ -> "enum " + name;
      case BtfType _ -> name;
    };
  }

  /** The whole as C would write it, such as {@code struct task_struct.comm[3]}. */
  String text() {
    StringBuilder text = new StringBuilder(rootText());
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!step.isElement()) {
        text.append('.').append(step.name());
      } else if (i > 0 || step.index() > 0) {
        text.append('[').append(step.index()).append(']');
      }
    }
    return text.toString();
  }
}
