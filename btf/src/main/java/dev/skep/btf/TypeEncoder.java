package dev.skep.btf;

import java.util.List;

/** Encodes types as {@link TypeDecoder} shows them; refuses what the format cannot hold. */
final class TypeEncoder {
  private static final int MAX_COUNT = 0xffff;

  private final ByteSink out;
  private final BtfBuilder.StringTable strings;

  TypeEncoder(ByteSink out, BtfBuilder.StringTable strings) {
    this.out = out;
    this.strings = strings;
  }

  void encode(BtfType type) {
    switch (type) {
      case BtfType.VoidType _ -> throw new IllegalArgumentException("void is not written");
      case BtfType.Int t -> {
        common(t, false, 0, t.size());
        out.u32(t.encoding().number() << 24 | t.bitOffset() << 16 | t.bits());
      }
      case BtfType.FloatingPoint t -> common(t, false, 0, t.size());
      case BtfType.Pointer t -> common(t, false, 0, t.typeId());
      case BtfType.Array t -> {
        common(t, false, 0, 0);
        out.u32(t.elementTypeId());
        out.u32(t.indexTypeId());
        out.u32(unsigned(t, "count", t.count(), 32));
      }
      case BtfType.Composite t -> members(t);
      case BtfType.Enum32 t -> enumerators(t);
      case BtfType.Enum64 t -> enumerators64(t);
      case BtfType.Forward t -> common(t, t.isUnion(), 0, 0);
      case BtfType.TypeTag t -> common(t, t.attribute(), 0, t.typeId());
      case BtfType.Modifier t -> common(t, false, 0, t.typeId());
      case BtfType.Function t -> common(t, false, t.linkage().number(), t.typeId());
      case BtfType.FunctionPrototype t -> prototype(t);
      case BtfType.Variable t -> {
        common(t, false, 0, t.typeId());
        out.u32(t.linkage().number());
      }
      case BtfType.DataSection t -> section(t);
      case BtfType.DeclarationTag t -> {
        common(t, t.attribute(), 0, t.typeId());
        out.u32(t.componentIndex());
      }
    }
  }

  private void common(BtfType type, boolean kindFlag, int count, long sizeOrType) {
    if (count > MAX_COUNT) {
      throw new IllegalArgumentException(
          described(type) + " has " + count + " elements, at most " + MAX_COUNT);
    }
    out.u32(strings.offset(type.kind() == BtfKind.VOID ? "" : type.name()));
    out.u32((kindFlag ? 1L << 31 : 0) | (long) type.kind().number() << 24 | count);
    out.u32(unsigned(type, "size", sizeOrType, 32));
  }

  /**
   * kind_flag is set when there is a bit field, as clang and pahole do; offsets then have 24 bits.
   */
  private void members(BtfType.Composite type) {
    List<BtfType.Member> members = type.members();
    boolean kindFlag = members.stream().anyMatch(BtfType.Member::isBitfield);
    common(type, kindFlag, members.size(), type.size());
    for (BtfType.Member member : members) {
      out.u32(strings.offset(member.name()));
      out.u32(member.typeId());
      long offset = unsigned(type, "bit_offset", member.bitOffset(), kindFlag ? 24 : 32);
      out.u32(offset | unsigned(type, "bitfield_size", member.bitfieldSize(), 8) << 24);
    }
  }

  private void enumerators(BtfType.Enum32 type) {
    common(type, type.signed(), type.enumerators().size(), type.size());
    for (BtfType.Enumerator enumerator : type.enumerators()) {
      long value = enumerator.value();
      if (value != (type.signed() ? (int) value : value & 0xffff_ffffL)) {
        throw new IllegalArgumentException(
            described(type)
                + " has "
                + enumerator.name()
                + "="
                + value
                + ", beyond 32 bits; use Enum64");
      }
      out.u32(strings.offset(enumerator.name()));
      out.u32(value);
    }
  }

  private void enumerators64(BtfType.Enum64 type) {
    common(type, type.signed(), type.enumerators().size(), type.size());
    for (BtfType.Enumerator enumerator : type.enumerators()) {
      out.u32(strings.offset(enumerator.name()));
      out.u32(enumerator.value());
      out.u32(enumerator.value() >>> 32);
    }
  }

  private void prototype(BtfType.FunctionPrototype type) {
    common(type, false, type.parameters().size() + (type.variadic() ? 1 : 0), type.returnTypeId());
    for (BtfType.Parameter parameter : type.parameters()) {
      out.u32(strings.offset(parameter.name()));
      out.u32(parameter.typeId());
    }
    if (type.variadic()) {
      out.u32(0);
      out.u32(0);
    }
  }

  private void section(BtfType.DataSection type) {
    common(type, false, type.variables().size(), type.size());
    for (BtfType.SectionVariable variable : type.variables()) {
      out.u32(variable.typeId());
      out.u32(unsigned(type, "offset", variable.offset(), 32));
      out.u32(unsigned(type, "size", variable.size(), 32));
    }
  }

  private static long unsigned(BtfType type, String what, long value, int bits) {
    if (value < 0 || value >>> bits != 0) {
      throw new IllegalArgumentException(
          described(type) + " has " + what + "=" + value + ", the format holds " + bits + " bits");
    }
    return value;
  }

  private static String described(BtfType type) {
    return type.kind() + " \"" + type.name() + "\"";
  }
}
