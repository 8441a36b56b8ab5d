package dev.skep.verifier.environment;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.ArrayList;
import java.util.List;

/** Finds the fields of a type that the kernel manages. */
final class SpecialFields {
  private final Btf btf;
  private final List<SpecialField> found = new ArrayList<>();

  private SpecialFields(Btf btf) {
    this.btf = btf;
  }

  static List<SpecialField> of(Btf btf, int typeId) {
    SpecialFields search = new SpecialFields(btf);
    search.visit(typeId, 0, 0);
    return List.copyOf(search.found);
  }

  private void visit(int typeId, long base, int nesting) {
    if (nesting > 8) {
      return;
    }
    switch (btf.type(btf.resolve(typeId))) {
      case BtfType.Struct struct -> members(struct.members(), base, nesting);
      case BtfType.DataSection section -> {
        for (var variable : section.variables()) {
          BtfType.Variable declared = btf.type(variable.typeId(), BtfType.Variable.class);
          field(declared.typeId(), base + variable.offset(), nesting);
        }
      }
      case BtfType.Array array -> {
        long size = btf.sizeOf(array.elementTypeId());
        for (int i = 0; i < Math.min(array.count(), 16); i++) {
          field(array.elementTypeId(), base + i * size, nesting + 1);
        }
      }
      default -> {
        // Numbers and the like hold nothing special.
      }
    }
  }

  private void members(List<BtfType.Member> members, long base, int nesting) {
    for (BtfType.Member member : members) {
      if (!member.isBitfield()) {
        field(member.typeId(), base + member.bitOffset() / 8, nesting);
      }
    }
  }

  private void field(int typeId, long offset, int nesting) {
    int resolved = btf.resolve(typeId);
    BtfType type = btf.type(resolved);
    if (type instanceof BtfType.Pointer pointer) {
      pointer(pointer, offset);
      return;
    }
    if (type instanceof BtfType.Struct struct) {
      for (SpecialField.Kind kind : SpecialField.Kind.values()) {
        if (!kind.isPointer() && kind.typeName().equals(struct.name())) {
          found.add(new SpecialField(kind, (int) offset, (int) struct.size(), btf, 0));
          return;
        }
      }
    }
    visit(resolved, offset, nesting + 1);
  }

  private void pointer(BtfType.Pointer pointer, long offset) {
    if (btf.type(pointer.typeId()) instanceof BtfType.TypeTag tag) {
      for (SpecialField.Kind kind : SpecialField.Kind.values()) {
        if (kind.isPointer() && kind.typeName().equals(tag.name())) {
          int target = btf.resolve(tag.typeId());
          found.add(new SpecialField(kind, (int) offset, 8, btf, target));
        }
      }
    }
  }
}
