package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.verifier.state.Target;

/** Whether a pointer to a kernel object may stand for a pointer to another type. */
final class TypeMatch {
  private TypeMatch() {}

  /** The same structure, or one that begins, at the pointer's offset, with it. */
  static boolean isSame(Btf btf, int typeId, int offset, Target.Typed wanted) {
    String name = wanted.btf().type(wanted.typeId()).name();
    return isOrContains(btf, typeId, offset, name, 0);
  }

  private static boolean isOrContains(Btf btf, int typeId, long offset, String name, int nesting) {
    int resolved = btf.resolve(typeId);
    if (!(btf.type(resolved) instanceof BtfType.Struct struct) || nesting > 8) {
      return false;
    }
    if (offset == 0 && struct.name().equals(name)) {
      return true;
    }
    for (BtfType.Member member : struct.members()) {
      long start = member.bitOffset() / 8;
      if (!member.isBitfield()
          && offset >= start
          && offset < start + Math.max(1, btf.sizeOf(member.typeId()))
          && isOrContains(btf, member.typeId(), offset - start, name, nesting + 1)) {
        return true;
      }
    }
    return false;
  }
}
