package dev.skep.btf.print;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.MalformedBtfException;

/**
 * Writes the members of structs and unions, with unnamed bit fields where the compiler left holes
 * that it would not leave of its own accord.
 */
final class CompositeBodies {
  private final Btf btf;
  private final Declarations declarations;
  private final StringBuilder out;

  CompositeBodies(Btf btf, Declarations declarations, StringBuilder out) {
    this.btf = btf;
    this.declarations = declarations;
    this.out = out;
  }

  void write(int id, int level) {
    BtfType.Composite type = btf.type(id, BtfType.Composite.class);
    boolean isStruct = type.kind() == BtfKind.STRUCT;
    boolean packed = isStruct && isPacked(type);
    Padding padding = new Padding(btf.layout().pointerSize(), level + 1, declarations, out);
    out.append(" {");
    long end = 0;
    boolean afterBitfield = false;
    for (BtfType.Member member : type.members()) {
      int align = packed ? 1 : alignOf(member.typeId());
      boolean inBitfield = afterBitfield && member.isBitfield();
      padding.write(end, member.bitOffset(), align, inBitfield);
      declarations.indent(level + 1);
      declarations.declare(member.typeId(), member.name(), level + 1);
      if (member.isBitfield()) {
        out.append(": ").append(member.bitfieldSize());
      }
      out.append(';');
      end = member.bitOffset() + bits(member);
      afterBitfield = member.isBitfield();
    }
    if (isStruct) {
      padding.write(end, type.size() * 8, packed ? 1 : alignOf(id), false);
    }
    if (!type.members().isEmpty() || type.size() != 0) {
      declarations.indent(level);
    }
    out.append('}').append(packed ? " __attribute__((packed))" : "");
  }

  /**
   * A struct is packed when a member lies off its alignment or the size is no multiple of the
   * largest one.
   */
  private boolean isPacked(BtfType.Composite type) {
    int largest = 1;
    for (BtfType.Member member : type.members()) {
      int align = alignOf(member.typeId());
      if (!member.isBitfield() && member.bitOffset() % (8L * align) != 0) {
        return true;
      }
      largest = Math.max(largest, align);
    }
    return type.size() % largest != 0;
  }

  private int alignOf(int id) {
    requireValue(id);
    return btf.alignOf(id);
  }

  private long bits(BtfType.Member member) {
    requireValue(member.typeId());
    return member.isBitfield() ? member.bitfieldSize() : btf.sizeOf(member.typeId()) * 8;
  }

  /** Members are held by value, which functions and types without a definition have not. */
  private void requireValue(int id) {
    switch (btf.kind(btf.resolve(id))) {
      case INT, POINTER, ARRAY, STRUCT, UNION, ENUM, ENUM64, FLOAT -> {}
      case VOID,
          FORWARD,
          FUNCTION,
          FUNCTION_PROTOTYPE,
          DECLARATION_TAG,
          VARIABLE,
          DATA_SECTION,
          TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          TYPE_TAG ->
          throw new MalformedBtfException(
              btf.offsetOf(id),
              "type id=" + id + " (" + btf.kind(id) + ") is a member's, but has no values");
    }
  }
}
