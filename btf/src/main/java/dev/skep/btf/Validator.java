package dev.skep.btf;

import java.util.HashMap;
import java.util.Map;

/**
 * Reaches every type of one section: decodes it, follows what it refers to, and checks that the two
 * fit.
 */
final class Validator {
  private final Btf btf;
  private final Map<Integer, Integer> alignments = new HashMap<>();

  Validator(Btf btf) {
    this.btf = btf;
  }

  void run() {
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      check(id);
    }
  }

  private void check(int id) {
    switch (btf.type(id)) {
      case BtfType.VoidType _,
          BtfType.Int _,
          BtfType.FloatingPoint _,
          BtfType.Enumeration _,
          BtfType.Forward _ -> {}
      case BtfType.Pointer pointer -> isType(id, pointer.typeId());
      case BtfType.Modifier modifier -> {
        isType(id, modifier.typeId());
        btf.resolve(id);
      }
      case BtfType.Array array -> {
        hasSize(id, array.elementTypeId());
        btf.type(btf.resolve(array.indexTypeId()), BtfType.Int.class);
        btf.sizeOf(id);
      }
      case BtfType.Composite composite -> members(id, composite);
      case BtfType.Function function ->
          btf.type(function.typeId(), BtfType.FunctionPrototype.class);
      case BtfType.FunctionPrototype prototype -> {
        isType(id, prototype.returnTypeId());
        prototype.parameters().forEach(parameter -> isType(id, parameter.typeId()));
      }
      case BtfType.Variable variable -> isType(id, variable.typeId());
      case BtfType.DataSection section -> section(id, section);
      case BtfType.DeclarationTag tag -> component(id, tag);
    }
  }

  private void members(int id, BtfType.Composite composite) {
    btf.layout().alignOf(id, alignments, 0);
    for (BtfType.Member member : composite.members()) {
      hasSize(id, member.typeId());
      long bits =
          member.isBitfield()
              ? member.bitfieldSize()
              : Math.min(btf.sizeOf(member.typeId()), Long.MAX_VALUE / 16) * 8;
      if (member.bitOffset() + bits > composite.size() * 8 && !isOldBitfield(member, composite)) {
        throw malformed(
            id,
            "member \""
                + member.name()
                + "\" bit_offset="
                + member.bitOffset()
                + " bits="
                + bits
                + " is beyond size="
                + composite.size());
      }
    }
  }

  /** Before kind_flag a bit field was an integer of fewer bits than its storage. */
  private boolean isOldBitfield(BtfType.Member member, BtfType.Composite composite) {
    return btf.type(btf.resolve(member.typeId())) instanceof BtfType.Int type
        && member.bitOffset() + type.bitOffset() + type.bits() <= composite.size() * 8;
  }

  private void section(int id, BtfType.DataSection section) {
    for (BtfType.SectionVariable variable : section.variables()) {
      BtfKind kind = btf.kind(variable.typeId());
      if (kind != BtfKind.VARIABLE && kind != BtfKind.FUNCTION) {
        throw malformed(
            id,
            "section \""
                + section.name()
                + "\" lists type id="
                + variable.typeId()
                + ", a "
                + kind);
      }
    }
  }

  private void component(int id, BtfType.DeclarationTag tag) {
    int components =
        switch (btf.type(tag.typeId())) {
          case BtfType.Composite composite -> composite.members().size();
          case BtfType.Function function ->
              btf.type(function.typeId(), BtfType.FunctionPrototype.class).parameters().size();
          case BtfType.Variable _, BtfType.Typedef _ -> 0;
          case BtfType other ->
              throw malformed(
                  id, "a declaration tag on type id=" + tag.typeId() + ", a " + other.kind());
        };
    if (tag.componentIndex() >= components) {
      throw malformed(
          id,
          "component_idx="
              + tag.componentIndex()
              + ", but there are "
              + components
              + " components");
    }
  }

  /** Whether an id names what C calls a type, rather than a declaration. */
  private void isType(int id, int referred) {
    switch (btf.kind(referred)) {
      case FUNCTION, VARIABLE, DATA_SECTION, DECLARATION_TAG ->
          throw malformed(id, "refers to type id=" + referred + ", a " + btf.kind(referred));
      case VOID,
          INT,
          POINTER,
          ARRAY,
          STRUCT,
          UNION,
          ENUM,
          FORWARD,
          TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          FUNCTION_PROTOTYPE,
          FLOAT,
          TYPE_TAG,
          ENUM64 -> {}
    }
  }

  private void hasSize(int id, int referred) {
    isType(id, referred);
    switch (btf.kind(btf.resolve(referred))) {
      case VOID, FORWARD, FUNCTION_PROTOTYPE ->
          throw malformed(id, "holds type id=" + referred + ", which has no size");
      case INT, POINTER, ARRAY, STRUCT, UNION, ENUM, FLOAT, ENUM64 -> {}
      case TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          TYPE_TAG,
          FUNCTION,
          VARIABLE,
          DATA_SECTION,
          DECLARATION_TAG ->
          throw malformed(id, "holds type id=" + referred + ", which is no type");
    }
  }

  private MalformedBtfException malformed(int id, String reason) {
    return new MalformedBtfException(
        btf.offsetOf(id), "type id=" + id + " (" + btf.kind(id) + "): " + reason);
  }
}
