package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.BitSet;

/** Writes definitions, each once, and ahead of each one the declarations that it needs. */
final class Definitions {
  private static final int TOP_LEVEL = 0;

  private final Btf btf;
  private final Effort effort;
  private final Declarations declarations;
  private final CNames names;
  private final StringBuilder out;
  private final BitSet written = new BitSet();
  private final BitSet inProgress = new BitSet();
  private final BitSet declared = new BitSet();

  Definitions(Btf btf, Effort effort, CNames names, StringBuilder out) {
    this.btf = btf;
    this.effort = effort;
    this.names = names;
    this.out = out;
    this.declarations = new Declarations(btf, effort, names, out);
    written.set(0);
  }

  /** Defines a type whose turn it is by {@link DefinitionOrder}. */
  void define(int id) {
    emit(id, TOP_LEVEL);
  }

  /**
   * @param container the struct, union or typedef that needs the type, or {@link #TOP_LEVEL}
   */
  private void emit(int id, int container) {
    if (written.get(id)) {
      return;
    }
    if (inProgress.get(id)) {
      declareInProgress(id, container);
      return;
    }
    effort.enter(id);
    switch (btf.type(id)) {
      case BtfType.Int _ -> {
        // Integers share the name space of tags, so that a struct named like one is renamed.
        names.tag(id);
        written.set(id);
      }
      case BtfType.Enumeration _ -> {
        if (container == TOP_LEVEL) {
          declarations.enumeration(id, 0);
          out.append(";\n\n");
        }
        written.set(id);
      }
      case BtfType.Forward _ -> {
        declarations.forward(id);
        out.append(";\n\n");
        written.set(id);
      }
      case BtfType.Typedef typedef -> typedef(id, typedef);
      case BtfType.Composite composite -> composite(id, composite, container);
      case BtfType.FunctionPrototype prototype -> {
        emit(prototype.returnTypeId(), container);
        prototype.parameters().forEach(parameter -> emit(parameter.typeId(), container));
      }
      case BtfType.Pointer pointer -> emit(pointer.typeId(), container);
      case BtfType.Array array -> emit(array.elementTypeId(), container);
      case BtfType.Volatile modifier -> emit(modifier.typeId(), container);
      case BtfType.Const modifier -> emit(modifier.typeId(), container);
      case BtfType.Restrict modifier -> emit(modifier.typeId(), container);
      case BtfType.TypeTag modifier -> emit(modifier.typeId(), container);
      case BtfType.VoidType _,
          BtfType.FloatingPoint _,
          BtfType.Function _,
          BtfType.Variable _,
          BtfType.DataSection _,
          BtfType.DeclarationTag _ -> {}
    }
    effort.leave(1);
  }

  /** What is being defined is needed by what it needs: a declaration ahead of it does. */
  private void declareInProgress(int id, int container) {
    if (declared.get(id)) {
      return;
    }
    switch (btf.type(id)) {
      case BtfType.Composite composite -> {
        if (id != container && !composite.name().isEmpty()) {
          declare(id);
        }
      }
      case BtfType.Typedef _ -> {
        defineTypedef(id);
        declared.set(id);
      }
      case BtfType _ -> {}
    }
  }

  private void declare(int id) {
    declarations.reference(id);
    out.append(";\n\n");
    declared.set(id);
  }

  private void typedef(int id, BtfType.Typedef typedef) {
    inProgress.set(id);
    emit(typedef.typeId(), id);
    if (!declared.get(id)) {
      defineTypedef(id);
    }
    inProgress.clear(id);
    written.set(id);
  }

  /** {@code __builtin_va_list} is known to every compiler and not to be defined. */
  private void defineTypedef(int id) {
    BtfType.Typedef typedef = btf.type(id, BtfType.Typedef.class);
    if (typedef.name().equals("__builtin_va_list")) {
      return;
    }
    String name = names.identifier(id);
    out.append("typedef ");
    if (typedef.typeId() == 0 && name.equals("__gnuc_va_list")) {
      out.append("__builtin_va_list __gnuc_va_list");
    } else {
      declarations.declare(typedef.typeId(), name, 0);
    }
    out.append(";\n\n");
  }

  private void composite(int id, BtfType.Composite type, int container) {
    boolean named = !type.name().isEmpty();
    inProgress.set(id);
    if (container == TOP_LEVEL || !named) {
      int inside = named ? id : container;
      type.members().forEach(member -> emit(member.typeId(), inside));
    } else if (!declared.get(id) && id != container) {
      declare(id);
    }
    inProgress.clear(id);
    if (container == TOP_LEVEL) {
      declarations.composite(id, 0);
      out.append(";\n\n");
      written.set(id);
    }
  }
}
