package dev.skep.engine.typed;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.engine.typed.Field.Kind;
import java.util.ArrayList;
import java.util.List;

/** The fields of a BTF type, nested ones by their paths. */
final class TypeFields {
  private final Btf btf;
  private final List<Field> fields = new ArrayList<>();

  private TypeFields(Btf btf) {
    this.btf = btf;
  }

  /** The fields of a type; a plain number is one field without a name. */
  static List<Field> of(Btf btf, int typeId) {
    TypeFields reader = new TypeFields(btf);
    reader.add("", typeId, 0);
    return reader.fields;
  }

  private void add(String name, int typeId, int offset) {
    int resolved = btf.resolve(typeId);
    int size = (int) btf.sizeOf(resolved);
    switch (btf.type(resolved)) {
      case BtfType.Int number ->
          fields.add(new Field(name, offset, size, number.signed() ? Kind.SIGNED : Kind.UNSIGNED));
      case BtfType.Enumeration enumeration ->
          fields.add(
              new Field(name, offset, size, enumeration.signed() ? Kind.SIGNED : Kind.UNSIGNED));
      case BtfType.FloatingPoint _ -> fields.add(new Field(name, offset, size, Kind.FLOATING));
      case BtfType.Pointer _ -> fields.add(new Field(name, offset, 8, Kind.UNSIGNED));
      case BtfType.Composite composite -> addMembers(name, composite, offset);
      case BtfType.Array array -> addElements(name, array, offset);
      case BtfType other ->
          throw new LayoutException(
              "a " + other.kind() + " in a key or value has no Java counterpart");
    }
  }

  private void addMembers(String name, BtfType.Composite composite, int offset) {
    for (BtfType.Member member : composite.members()) {
      if (member.isBitfield()) {
        throw new LayoutException("the bit field " + member.name() + " has no Java counterpart");
      }
      String path =
          name.isEmpty() || member.name().isEmpty()
              ? name + member.name()
              : name + "." + member.name();
      add(path, member.typeId(), offset + (int) (member.bitOffset() / 8));
    }
  }

  /** An array of characters is a text; others count as that many fields. */
  private void addElements(String name, BtfType.Array array, int offset) {
    int size = (int) btf.sizeOf(array.elementTypeId());
    if (size == 1) {
      fields.add(new Field(name, offset, (int) array.count(), Kind.TEXT));
      return;
    }
    for (int i = 0; i < array.count(); i++) {
      add(name + "[" + i + "]", array.elementTypeId(), offset + i * size);
    }
  }
}
