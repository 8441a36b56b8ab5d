package dev.skep.btf.rewrite;

import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.TypeReferences;

/** What of types can be compared without following them. */
final class Shapes {
  private Shapes() {}

  /** The type without what it refers to: names, sizes, offsets, counts. */
  static BtfType of(BtfType type) {
    return TypeReferences.map(type, _ -> 0);
  }

  static boolean isDeclaration(BtfType.Enumeration type) {
    return type.enumerators().isEmpty() && !type.name().isEmpty();
  }

  /** Whether {@code forward} may declare {@code type}, if that is a struct or union at all. */
  static boolean declares(BtfType.Forward forward, BtfType type) {
    BtfKind declared = forward.isUnion() ? BtfKind.UNION : BtfKind.STRUCT;
    return type.kind() == declared && forward.name().equals(type.name());
  }

  /** Whether one enumeration equals the other or may declare it. */
  static boolean agree(BtfType.Enumeration one, BtfType.Enumeration other) {
    boolean declared = isDeclaration(one) || isDeclaration(other);
    return declared ? one.name().equals(other.name()) : one.equals(other);
  }
}
