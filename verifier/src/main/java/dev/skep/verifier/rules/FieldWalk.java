package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import org.jspecify.annotations.Nullable;

/** Finds the field of a structure that an access lies in, through nested structures and arrays. */
final class FieldWalk {
  private FieldWalk() {}

  /**
   * The field that was found.
   *
   * @param pointee the structure that the field points to, or 0 when it is no such pointer
   * @param tag the pointer's type tag, or ""
   */
  record Found(int pointee, String tag, String owner, String field) {
    static final Found PLAIN = new Found(0, "", "", "");

    Found in(String struct, String member) {
      return owner.isEmpty() ? new Found(pointee, tag, struct, member) : this;
    }
  }

  static @Nullable Found find(Btf btf, int typeId, long offset, int size) {
    int resolved = btf.resolve(typeId);
    return switch (btf.type(resolved)) {
      case BtfType.Composite composite -> member(btf, composite, offset, size);
      case BtfType.Array array -> element(btf, array, offset, size);
      case BtfType.Pointer pointer when size == 8 && offset == 0 -> pointer(btf, pointer);
      default -> offset + size <= btf.sizeOf(resolved) ? Found.PLAIN : null;
    };
  }

  private static Found pointer(Btf btf, BtfType.Pointer pointer) {
    String tag = btf.type(pointer.typeId()) instanceof BtfType.TypeTag found ? found.name() : "";
    int target = btf.resolve(pointer.typeId());
    return btf.type(target) instanceof BtfType.Struct
        ? new Found(target, tag, "", "")
        : new Found(0, tag, "", "");
  }

  private static @Nullable Found member(
      Btf btf, BtfType.Composite composite, long offset, int size) {
    if (offset + size > composite.size()) {
      return flexible(btf, composite, offset, size);
    }
    Found best = null;
    for (BtfType.Member member : composite.members()) {
      long start = member.bitOffset() / 8;
      if (member.isBitfield()) {
        long end = (member.bitOffset() + member.bitfieldSize() + 7) / 8;
        if (offset < end && offset + size > start) {
          best = Found.PLAIN;
        }
        continue;
      }
      long length = btf.sizeOf(member.typeId());
      if (offset >= start && offset + size <= start + length) {
        Found found = find(btf, member.typeId(), offset - start, size);
        if (found != null && (best == null || best.pointee() == 0)) {
          best = found.in(composite.name(), member.name());
        }
      }
    }
    return best;
  }

  /** The last member may be an array without a bound. */
  private static @Nullable Found flexible(
      Btf btf, BtfType.Composite composite, long offset, int size) {
    if (composite.members().isEmpty()) {
      return null;
    }
    BtfType.Member last = composite.members().getLast();
    long start = last.bitOffset() / 8;
    boolean unbounded =
        btf.type(btf.resolve(last.typeId())) instanceof BtfType.Array array && array.count() == 0;
    return unbounded && offset >= start ? element(btf, last.typeId(), offset - start, size) : null;
  }

  private static @Nullable Found element(Btf btf, int arrayId, long offset, int size) {
    return element(btf, btf.type(btf.resolve(arrayId), BtfType.Array.class), offset, size);
  }

  private static @Nullable Found element(Btf btf, BtfType.Array array, long offset, int size) {
    long each = btf.sizeOf(array.elementTypeId());
    return each == 0 ? null : find(btf, array.elementTypeId(), offset % each, size);
  }
}
