package dev.skep.verifier.state;

import dev.skep.verifier.domain.ScalarDomain;
import dev.skep.verifier.domain.ScalarRange;
import java.util.ArrayList;
import java.util.List;

/** Values in the kernel's spelling: {@code scalar(umax=255,var_off=(0x0; 0xff))}. */
final class ValueText {
  private ValueText() {}

  static String of(Scalar scalar) {
    if (scalar.isConstant()) {
      return Long.toString(scalar.range().constant());
    }
    List<String> parts = new ArrayList<>();
    if (scalar.id() != 0) {
      parts.add("id=" + scalar.id() + (scalar.shifted() ? "+" + scalar.delta() : ""));
    }
    bounds(parts, scalar.range());
    return "scalar(" + String.join(",", parts) + ")";
  }

  static String of(Pointer pointer) {
    List<String> parts = new ArrayList<>();
    if (pointer.id() != 0) {
      parts.add("id=" + pointer.id());
    }
    if (pointer.reference() != 0) {
      parts.add("ref_obj_id=" + pointer.reference());
    }
    if (pointer.kind() != PointerKind.STACK && pointer.offset() != 0) {
      parts.add("off=" + pointer.offset());
    }
    target(parts, pointer.target());
    if (!pointer.isFixed()) {
      bounds(parts, pointer.variable());
    } else if (pointer.variable().constant() != 0) {
      parts.add("imm=" + pointer.variable().constant());
    }
    String name =
        pointer.kind() == PointerKind.STACK
            ? pointer.typeName() + pointer.offset()
            : pointer.typeName();
    return name + "(" + String.join(",", parts) + ")";
  }

  private static void target(List<String> parts, Target target) {
    switch (target) {
      case Target.InMap(var map, int lookup) -> {
        parts.add("map=" + map.name());
        parts.add("ks=" + map.keySize());
        parts.add("vs=" + map.valueSize());
        if (lookup != 0) {
          parts.add("map_uid=" + lookup);
        }
      }
      case Target.InPacket(int proven) -> parts.add("r=" + proven);
      case Target.Sized(int bytes, int _) -> parts.add("sz=" + bytes);
      case Target.Typed(var btf, int typeId) -> parts.add("type=" + btf.type(typeId).name());
      case Target.OfSubprogram(int subprogram) -> parts.add("subprog=" + subprogram);
      case Target.OfDynptr(DynptrKind kind) -> parts.add("dynptr=" + kind);
      case Target.InFrame _, Target.Plain _ -> {
        // The name and offset say it all.
      }
    }
  }

  private static void bounds(List<String> parts, ScalarRange range) {
    ScalarRange unknown = ScalarDomain.LINUX.unknown();
    add(parts, "smin", range.signedMin(), unknown.signedMin());
    add(parts, "smax", range.signedMax(), unknown.signedMax());
    if (range.unsignedMin() != 0) {
      parts.add("umin=" + Long.toUnsignedString(range.unsignedMin()));
    }
    if (range.unsignedMax() != -1) {
      parts.add("umax=" + Long.toUnsignedString(range.unsignedMax()));
    }
    add(parts, "smin32", range.lowSignedMin(), unknown.lowSignedMin());
    add(parts, "smax32", range.lowSignedMax(), unknown.lowSignedMax());
    add(parts, "umin32", range.lowUnsignedMin(), 0);
    add(parts, "umax32", range.lowUnsignedMax(), unknown.lowUnsignedMax());
    if (!range.bits().isUnknown()) {
      parts.add("var_off=" + range.bits());
    }
  }

  private static void add(List<String> parts, String name, long bound, long none) {
    if (bound != none) {
      parts.add(name + "=" + bound);
    }
  }
}
