package dev.skep.btf.rewrite;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.Linkage;
import dev.skep.btf.MalformedBtfException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts in the place of what a kernel lacks something of the same size that it accepts, as libbpf
 * does, so that a program compiled today loads there. Ids stay as they are: maps, {@code .BTF.ext}
 * and other types refer to them.
 */
public final class BtfSanitizer {
  private static final int PLACEHOLDER_SIZE = 1;

  /** Bytes; members have 32 bits for their offset in bits. */
  private static final long MAX_MEMBER_OFFSET = 0xffff_ffffL / 8;

  private final Btf btf;
  private final Set<BtfFeature> features;
  private final BtfBuilder builder;
  private int placeholder;

  private BtfSanitizer(Btf btf, Set<BtfFeature> features) {
    this.btf = btf;
    this.features = features;
    this.builder = BtfBuilder.copyOf(btf);
  }

  /** The types as a kernel with just these features accepts them. */
  public static BtfBuilder sanitize(Btf btf, Set<BtfFeature> features) {
    BtfSanitizer sanitizer = new BtfSanitizer(btf, features);
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      sanitizer.builder.set(id, sanitizer.replacement(id, btf.type(id)));
    }
    return sanitizer.builder;
  }

  private BtfType replacement(int id, BtfType type) {
    return switch (type) {
      case BtfType.Variable _ when lacks(BtfFeature.DATA_SECTIONS) -> byteNamed(type.name());
      case BtfType.DataSection section when lacks(BtfFeature.DATA_SECTIONS) ->
          asStruct(id, section);
      case BtfType.DataSection section
          when lacks(BtfFeature.QUESTION_MARK_SECTIONS) && section.name().startsWith("?") ->
          new BtfType.DataSection(
              "_" + section.name().substring(1), section.size(), section.variables());
      case BtfType.DeclarationTag tag
          when lacks(BtfFeature.DECLARATION_TAGS)
              || (tag.attribute() && lacks(BtfFeature.ATTRIBUTE_TAGS)) ->
          byteNamed(type.name());
      case BtfType.TypeTag tag
          when lacks(BtfFeature.TYPE_TAGS)
              || (tag.attribute() && lacks(BtfFeature.ATTRIBUTE_TAGS)) ->
          new BtfType.Const(tag.typeId());
      case BtfType.FunctionPrototype prototype when lacks(BtfFeature.FUNCTIONS) ->
          asEnumeration(prototype);
      case BtfType.Function function when lacks(BtfFeature.FUNCTIONS) ->
          new BtfType.Typedef(function.name(), function.typeId());
      case BtfType.Function function when lacks(BtfFeature.GLOBAL_FUNCTIONS) ->
          new BtfType.Function(function.name(), function.typeId(), Linkage.STATIC);
      case BtfType.FloatingPoint number when lacks(BtfFeature.FLOATS) ->
          new BtfType.Struct("", number.size(), List.of());
      case BtfType.Enum32 enumeration when lacks(BtfFeature.ENUM64) -> unsigned(enumeration);
      case BtfType.Enum64 enumeration when lacks(BtfFeature.ENUM64) -> asUnion(enumeration);
      case BtfType same -> same;
    };
  }

  private boolean lacks(BtfFeature feature) {
    return !features.contains(feature);
  }

  /** One byte fits every place where a variable of any size may lie. */
  private static BtfType byteNamed(String name) {
    return new BtfType.Int(name, PLACEHOLDER_SIZE, BtfType.Encoding.UNSIGNED, 8, 0);
  }

  /** Variables become members; names of structs are identifiers. */
  private BtfType asStruct(int id, BtfType.DataSection section) {
    List<BtfType.Member> members = new ArrayList<>();
    for (BtfType.SectionVariable variable : section.variables()) {
      if (variable.offset() > MAX_MEMBER_OFFSET) {
        throw new MalformedBtfException(
            btf.offsetOf(id),
            "variable at offset="
                + variable.offset()
                + " of section \""
                + section.name()
                + "\" cannot become a member, whose offsets end at "
                + MAX_MEMBER_OFFSET);
      }
      String name = btf.type(variable.typeId()).name();
      members.add(new BtfType.Member(name, variable.typeId(), variable.offset() * 8, 0));
    }
    return new BtfType.Struct(
        section.name().replace('.', '_').replace('?', '_'), section.size(), members);
  }

  /** Parameters become enumerators, which keeps their names. */
  private static BtfType asEnumeration(BtfType.FunctionPrototype prototype) {
    return new BtfType.Enum32(
        "",
        4,
        false,
        prototype.parameters().stream()
            .map(parameter -> new BtfType.Enumerator(parameter.name(), parameter.typeId()))
            .toList());
  }

  private static BtfType unsigned(BtfType.Enum32 enumeration) {
    return new BtfType.Enum32(
        enumeration.name(),
        enumeration.size(),
        false,
        enumeration.enumerators().stream()
            .map(it -> new BtfType.Enumerator(it.name(), it.value() & 0xffff_ffffL))
            .toList());
  }

  /** Enumerators become members of a union of the same size. */
  private BtfType asUnion(BtfType.Enum64 enumeration) {
    if (placeholder == 0) {
      placeholder = builder.add(byteNamed("enum64_placeholder"));
    }
    return new BtfType.Union(
        enumeration.name(),
        enumeration.size(),
        enumeration.enumerators().stream()
            .map(it -> new BtfType.Member(it.name(), placeholder, 0, 0))
            .toList());
  }
}
