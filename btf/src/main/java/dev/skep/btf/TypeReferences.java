package dev.skep.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** The ids that a type refers to: visited in order, or replaced by others. */
public final class TypeReferences {
  private TypeReferences() {}

  /** Calls {@code visitor} for each id, in the order of the format. */
  public static void forEach(BtfType type, IntConsumer visitor) {
    switch (type) {
      case BtfType.VoidType _,
          BtfType.Int _,
          BtfType.FloatingPoint _,
          BtfType.Enumeration _,
          BtfType.Forward _ -> {}
      case BtfType.Pointer t -> visitor.accept(t.typeId());
      case BtfType.Modifier t -> visitor.accept(t.typeId());
      case BtfType.DeclarationTag t -> visitor.accept(t.typeId());
      case BtfType.Function t -> visitor.accept(t.typeId());
      case BtfType.Variable t -> visitor.accept(t.typeId());
      case BtfType.Array t -> {
        visitor.accept(t.elementTypeId());
        visitor.accept(t.indexTypeId());
      }
      case BtfType.Composite t -> {
        for (BtfType.Member member : t.members()) {
          visitor.accept(member.typeId());
        }
      }
      case BtfType.FunctionPrototype t -> {
        visitor.accept(t.returnTypeId());
        for (BtfType.Parameter parameter : t.parameters()) {
          visitor.accept(parameter.typeId());
        }
      }
      case BtfType.DataSection t -> {
        for (BtfType.SectionVariable variable : t.variables()) {
          visitor.accept(variable.typeId());
        }
      }
    }
  }

  /** The type with each id replaced by what {@code ids} gives for it. */
  public static BtfType map(BtfType type, IntUnaryOperator ids) {
    return switch (type) {
      case BtfType.VoidType _,
          BtfType.Int _,
          BtfType.FloatingPoint _,
          BtfType.Enum32 _,
          BtfType.Enum64 _,
          BtfType.Forward _ ->
          type;
      case BtfType.Pointer t -> new BtfType.Pointer(ids.applyAsInt(t.typeId()));
      case BtfType.Volatile t -> new BtfType.Volatile(ids.applyAsInt(t.typeId()));
      case BtfType.Const t -> new BtfType.Const(ids.applyAsInt(t.typeId()));
      case BtfType.Restrict t -> new BtfType.Restrict(ids.applyAsInt(t.typeId()));
      case BtfType.Typedef t -> new BtfType.Typedef(t.name(), ids.applyAsInt(t.typeId()));
      case BtfType.TypeTag t ->
          new BtfType.TypeTag(t.name(), ids.applyAsInt(t.typeId()), t.attribute());
      case BtfType.DeclarationTag t ->
          new BtfType.DeclarationTag(
              t.name(), ids.applyAsInt(t.typeId()), t.componentIndex(), t.attribute());
      case BtfType.Function t ->
          new BtfType.Function(t.name(), ids.applyAsInt(t.typeId()), t.linkage());
      case BtfType.Variable t ->
          new BtfType.Variable(t.name(), ids.applyAsInt(t.typeId()), t.linkage());
      case BtfType.Array t ->
          new BtfType.Array(
              ids.applyAsInt(t.elementTypeId()), ids.applyAsInt(t.indexTypeId()), t.count());
      case BtfType.Struct t -> new BtfType.Struct(t.name(), t.size(), members(t.members(), ids));
      case BtfType.Union t -> new BtfType.Union(t.name(), t.size(), members(t.members(), ids));
      case BtfType.FunctionPrototype t -> prototype(t, ids);
      case BtfType.DataSection t -> section(t, ids);
    };
  }

  private static List<BtfType.Member> members(List<BtfType.Member> members, IntUnaryOperator ids) {
    List<BtfType.Member> mapped = new ArrayList<>(members.size());
    for (BtfType.Member member : members) {
      mapped.add(
          new BtfType.Member(
              member.name(),
              ids.applyAsInt(member.typeId()),
              member.bitOffset(),
              member.bitfieldSize()));
    }
    return mapped;
  }

  private static BtfType prototype(BtfType.FunctionPrototype type, IntUnaryOperator ids) {
    int result = ids.applyAsInt(type.returnTypeId());
    List<BtfType.Parameter> parameters = new ArrayList<>(type.parameters().size());
    for (BtfType.Parameter parameter : type.parameters()) {
      parameters.add(new BtfType.Parameter(parameter.name(), ids.applyAsInt(parameter.typeId())));
    }
    return new BtfType.FunctionPrototype(result, parameters, type.variadic());
  }

  private static BtfType section(BtfType.DataSection type, IntUnaryOperator ids) {
    List<BtfType.SectionVariable> variables = new ArrayList<>(type.variables().size());
    for (BtfType.SectionVariable variable : type.variables()) {
      variables.add(
          new BtfType.SectionVariable(
              ids.applyAsInt(variable.typeId()), variable.offset(), variable.size()));
    }
    return new BtfType.DataSection(type.name(), type.size(), variables);
  }
}
