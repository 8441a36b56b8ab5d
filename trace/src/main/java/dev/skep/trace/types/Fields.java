package dev.skep.trace.types;

import dev.skep.engine.TracepointFormat;
import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/** Finds the fields of a tracepoint's record: {@code args.x}, {@code args.x[1]}. */
final class Fields {
  /** A program finds no {@code common_} fields: a pointer that the kernel uses lies over them. */
  private static final int HIDDEN_BYTES = 8;

  private final Scope scope;

  Fields(Scope scope) {
    this.scope = scope;
  }

  static boolean isArguments(Expression expression) {
    return expression instanceof Expression.Name name && name.name().equals("args");
  }

  TypedExpression value(Expression.Member member) {
    Field field = field(member);
    return switch (field.shape()) {
      case Shape.Scalar() -> {
        if (Integer.bitCount(field.size()) != 1 || field.size() > 8) {
          throw scope
              .source()
              .error(
                  member.span(),
                  "args."
                      + field.name()
                      + " is a "
                      + field.type()
                      + " of "
                      + field.size()
                      + " bytes, not a number");
        }
        yield number(field.offset(), field.size(), field.signed());
      }
      case Shape.Array(int count) -> {
        if (!isCharacters(field)) {
          throw scope
              .source()
              .error(
                  member.span(),
                  "args."
                      + field.name()
                      + " is an array: take one element, args."
                      + field.name()
                      + "[0]");
        }
        yield new TypedExpression.FieldText(field, new Type.Text(count));
      }
      case Shape.DataLocation(), Shape.RelativeLocation() -> {
        if (!isCharacters(field)) {
          throw scope
              .source()
              .error(
                  member.span(),
                  "args."
                      + field.name()
                      + " is a dynamic array of "
                      + field.type()
                      + ", which is not supported");
        }
        yield new TypedExpression.FieldText(field, new Type.Text(scope.settings().textBytes()));
      }
    };
  }

  TypedExpression element(Expression.Member member, long index, Span span) {
    Field field = field(member);
    if (!(field.shape() instanceof Shape.Array(int count))) {
      throw scope.source().error(member.span(), "args." + field.name() + " is not an array");
    }
    int bytes = field.size() / Math.max(1, count);
    if (Integer.bitCount(bytes) != 1 || bytes > 8) {
      throw scope.source().error(span, "the elements of args." + field.name() + " are not numbers");
    }
    if (index < 0 || index >= count) {
      throw scope
          .source()
          .error(span, "args." + field.name() + " has " + count + " elements: index=" + index);
    }
    return number((int) (field.offset() + index * bytes), bytes, field.signed());
  }

  private static TypedExpression number(int offset, int bytes, boolean signed) {
    return new TypedExpression.FieldNumber(offset, bytes, new Type.Integral(bytes * 8, signed));
  }

  private static boolean isCharacters(Field field) {
    String type = field.type();
    return type.equals("char") || type.endsWith(" char");
  }

  private Field field(Expression.Member member) {
    scope.markSpecific();
    if (!(scope.point() instanceof ProbePoint.Tracepoint(TracepointFormat format))) {
      throw scope
          .source()
          .error(
              member.span(),
              "args is known in tracepoint probes only, not in " + scope.point().name());
    }
    List<String> names = new ArrayList<>();
    for (Field field : format.fields()) {
      if (field.offset() >= HIDDEN_BYTES) {
        if (field.name().equals(member.name())) {
          return field;
        }
        names.add(field.name());
      }
    }
    String near = NearNames.hint(member.name(), names);
    throw scope
        .source()
        .error(
            member.nameSpan(),
            scope.point().name()
                + " has no field "
                + member.name()
                + (near.isEmpty() ? "; it has " + String.join(", ", names) : near));
  }
}
