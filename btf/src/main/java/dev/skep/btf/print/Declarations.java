package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes declarations as C wants them, inside out: {@code int (*table[4])(void)} is an array of 4
 * pointers to functions that return int.
 */
final class Declarations {
  private final Btf btf;
  private final Effort effort;
  private final CNames names;
  private final StringBuilder out;
  private final CompositeBodies composites;

  Declarations(Btf btf, Effort effort, CNames names, StringBuilder out) {
    this.btf = btf;
    this.effort = effort;
    this.names = names;
    this.out = out;
    this.composites = new CompositeBodies(btf, this, out);
  }

  /** Writes a declaration of {@code name}, or the type alone when it is empty. */
  void declare(int id, String name, int level) {
    Deque<Integer> chain = new ArrayDeque<>();
    int inner = id;
    do {
      effort.enter(inner);
      chain.push(inner);
      inner = innerType(chain.element());
    } while (inner != chain.element());
    int entered = chain.size();
    new Chain(chain, name, level).write();
    effort.leave(entered);
  }

  /** The type that this one adds something to; itself when it is the innermost. */
  private int innerType(int id) {
    return switch (btf.type(id)) {
      case BtfType.Pointer type -> type.typeId();
      case BtfType.Array type -> type.elementTypeId();
      case BtfType.FunctionPrototype type -> type.returnTypeId();
      case BtfType.Volatile type -> type.typeId();
      case BtfType.Const type -> type.typeId();
      case BtfType.Restrict type -> type.typeId();
      case BtfType.TypeTag type -> type.typeId();
      case BtfType _ -> id;
    };
  }

  /** {@code struct name}, {@code union name} or {@code enum name}. */
  void reference(int id) {
    out.append(keyword(id));
    String name = names.tag(id);
    if (!name.isEmpty()) {
      out.append(' ').append(name);
    }
  }

  void forward(int id) {
    out.append(keyword(id)).append(' ').append(names.tag(id));
  }

  private String keyword(int id) {
    return switch (btf.type(id)) {
      case BtfType.Union _ -> "union";
      case BtfType.Forward forward when forward.isUnion() -> "union";
      case BtfType.Enumeration _ -> "enum";
      case BtfType _ -> "struct";
    };
  }

  /** A struct or union with its members. */
  void composite(int id, int level) {
    reference(id);
    effort.enter(id);
    composites.write(id, level);
    effort.leave(1);
  }

  /** An enumeration with its enumerators. */
  void enumeration(int id, int level) {
    BtfType.Enumeration type = btf.type(id, BtfType.Enumeration.class);
    reference(id);
    if (type.enumerators().isEmpty()) {
      return;
    }
    out.append(" {");
    for (BtfType.Enumerator enumerator : type.enumerators()) {
      indent(level + 1);
      out.append(names.enumerator(enumerator.name())).append(" = ");
      out.append(value(type, enumerator.value())).append(',');
    }
    indent(level);
    out.append('}').append(sizeAttribute(type));
  }

  private static String value(BtfType.Enumeration type, long value) {
    String digits = type.signed() ? Long.toString(value) : Long.toUnsignedString(value);
    String suffix = type.signed() ? "LL" : "ULL";
    return type instanceof BtfType.Enum64 ? digits + suffix : digits;
  }

  /** What makes the compiler choose the size again, where the values alone would not. */
  private static String sizeAttribute(BtfType.Enumeration type) {
    boolean wideValues =
        type instanceof BtfType.Enum64
            && type.enumerators().stream().anyMatch(it -> it.value() >>> 32 != 0);
    return switch (type.size()) {
      case 1 -> " __attribute__((mode(byte)))";
      case 8 -> wideValues ? "" : " __attribute__((mode(word)))";
      default -> "";
    };
  }

  void indent(int level) {
    out.append('\n').append("\t".repeat(level));
  }

  /** The types from the innermost on, and what is written of them from left to right. */
  private final class Chain {
    private final Deque<Integer> types;
    private final String name;
    private final int level;

    Chain(Deque<Integer> types, String name, int level) {
      this.types = types;
      this.name = name;
      this.level = level;
    }

    void write() {
      // A pointer at the very left of a part in parentheses has no space in front of it.
      boolean afterPointer = true;
      while (!types.isEmpty()) {
        int id = types.pop();
        switch (btf.type(id)) {
          case BtfType.Pointer _ -> out.append(afterPointer ? "*" : " *");
          case BtfType.Volatile _ -> out.append(" volatile");
          case BtfType.Const _ -> out.append(" const");
          case BtfType.Restrict _ -> out.append(" restrict");
          case BtfType.TypeTag tag -> typeTag(tag);
          case BtfType.Array array -> {
            array(array, afterPointer);
            return;
          }
          case BtfType.FunctionPrototype prototype -> {
            prototype(prototype, afterPointer);
            return;
          }
          case BtfType _ -> innermost(id);
        }
        afterPointer = btf.type(id) instanceof BtfType.Pointer;
      }
      name(afterPointer);
    }

    private void innermost(int id) {
      qualifiers();
      switch (btf.type(id)) {
        case BtfType.Composite type when type.name().isEmpty() -> composite(id, level);
        case BtfType.Enumeration type when type.name().isEmpty() -> enumeration(id, level);
        case BtfType.Composite _, BtfType.Enumeration _, BtfType.Forward _ -> reference(id);
        case BtfType.Typedef _ -> out.append(names.identifier(id));
        case BtfType type -> out.append(type.name());
      }
    }

    private void typeTag(BtfType.TypeTag tag) {
      qualifiers();
      if (tag.attribute()) {
        out.append(" __attribute__((").append(tag.name()).append("))");
      } else {
        out.append(" __attribute__((btf_type_tag(\"").append(tag.name()).append("\")))");
      }
    }

    /** The qualifiers of the innermost type stand on its left. */
    private void qualifiers() {
      while (!types.isEmpty()) {
        String qualifier = qualifier(types.peek());
        if (qualifier.isEmpty()) {
          return;
        }
        out.append(qualifier);
        types.pop();
      }
    }

    private String qualifier(int id) {
      return switch (btf.type(id)) {
        case BtfType.Volatile _ -> "volatile ";
        case BtfType.Const _ -> "const ";
        case BtfType.Restrict _ -> "restrict ";
        case BtfType _ -> "";
      };
    }

    /**
     * gcc qualifies an array as its elements (bug 8354), and functions that do not return as
     * volatile.
     */
    private void dropModifiers() {
      while (!types.isEmpty() && isDropped(btf.type(types.peek()))) {
        types.pop();
      }
    }

    private boolean isDropped(BtfType type) {
      return type instanceof BtfType.Modifier && !(type instanceof BtfType.Typedef);
    }

    private void array(BtfType.Array array, boolean afterPointer) {
      dropModifiers();
      if (types.isEmpty()) {
        name(afterPointer);
      } else {
        boolean moreDimensions = btf.type(types.element()) instanceof BtfType.Array;
        out.append(!name.isEmpty() && !afterPointer ? " " : "");
        out.append(moreDimensions ? "" : "(");
        write();
        out.append(moreDimensions ? "" : ")");
      }
      out.append('[').append(array.count()).append(']');
    }

    private void prototype(BtfType.FunctionPrototype prototype, boolean afterPointer) {
      dropModifiers();
      if (types.isEmpty()) {
        name(afterPointer);
      } else {
        out.append(" (");
        write();
        out.append(')');
      }
      out.append('(');
      parameters(prototype);
      out.append(')');
    }

    /** clang writes {@code f()} as variadic without parameters, which C lets nobody declare. */
    private void parameters(BtfType.FunctionPrototype prototype) {
      List<BtfType.Parameter> parameters = prototype.parameters();
      if (parameters.isEmpty()) {
        out.append("void");
        return;
      }
      String separator = "";
      for (BtfType.Parameter parameter : parameters) {
        out.append(separator);
        declare(parameter.typeId(), parameter.name(), level);
        separator = ", ";
      }
      out.append(prototype.variadic() ? ", ..." : "");
    }

    private void name(boolean afterPointer) {
      out.append(name.isEmpty() || afterPointer ? "" : " ").append(name);
    }
  }
}
