package dev.skep.trace.types;

import dev.skep.trace.format.FormatString;
import dev.skep.trace.format.FormatString.Conversion;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions that are called for what they do. */
final class Calls {
  private final Scope scope;
  private final ExpressionAnalyzer expressions;

  /** The maps that this run has asked to print by now. */
  private Set<String> printed = new HashSet<>();

  Calls(Scope scope, ExpressionAnalyzer expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  /** Enters a body that may not run; what it prints is not known to be printed after it. */
  Set<String> enter() {
    Set<String> outside = printed;
    printed = new HashSet<>(outside);
    return outside;
  }

  void leave(Set<String> outside) {
    printed = outside;
  }

  List<TypedStatement> statement(Expression.Call call) {
    return switch (call.name()) {
      case "printf" -> List.of(printf(call));
      case "print" -> List.of(print(call));
      case "clear" -> List.of(clear(call));
      case "zero" -> List.of(clear(call));
      case "time" -> List.of(time(call));
      case "delete" -> List.of(delete(call));
      case "exit" -> exit(call);
      default -> List.of(new TypedStatement.Evaluate(expressions.value(call)));
    };
  }

  private List<TypedStatement> exit(Expression.Call call) {
    arguments(call, 0, 0, "no arguments");
    return List.of(
        new TypedStatement.Ask(scope.action(new Action.Exit()), List.of()),
        new TypedStatement.Return());
  }

  private TypedStatement printf(Expression.Call call) {
    if (call.arguments().isEmpty()
        || !(call.arguments().getFirst()
            instanceof Expression.TextConstant(String text, Span span))) {
      throw error(call.span(), "printf() needs a format, a constant string, first");
    }
    FormatString format;
    try {
      format = FormatString.parse(text);
    } catch (FormatString.MalformedException malformed) {
      throw error(span, "printf(): " + malformed.getMessage());
    }
    List<Conversion> conversions = format.conversions();
    int given = call.arguments().size() - 1;
    if (conversions.size() != given) {
      throw error(
          call.span(),
          "printf() has too "
              + (given < conversions.size() ? "few" : "many")
              + " arguments for its format: given="
              + given
              + " needed="
              + conversions.size());
    }
    List<TypedExpression> arguments = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < given; i++) {
      TypedExpression argument = expressions.value(call.arguments().get(i + 1));
      check(conversions.get(i), argument, call.arguments().get(i + 1).span());
      arguments.add(argument);
      types.add(argument.type());
    }
    return new TypedStatement.Ask(scope.action(new Action.Print(format, types)), arguments);
  }

  private void check(Conversion conversion, TypedExpression argument, Span span) {
    boolean text = argument.type() instanceof Type.Text;
    if (conversion.text() != text && !(argument.type() instanceof Type.Unknown)) {
      throw error(
          span,
          "printf(): %"
              + conversion.letter()
              + " expects "
              + (conversion.text() ? "a string" : "an integer")
              + ", not "
              + (text ? "a string" : "an integer"));
    }
  }

  private TypedStatement print(Expression.Call call) {
    arguments(call, 1, 3, "a map or a value");
    Expression first = call.arguments().getFirst();
    if (first instanceof Expression.MapAccess map) {
      if (!map.keys().isEmpty()) {
        throw error(
            first.span(),
            "print() of one entry is not supported: print the map @"
                + map.name()
                + ", or printf the value");
      }
      long top =
          call.arguments().size() > 1 ? positive(call, 1, "how many entries print() shows") : 0;
      long divisor = call.arguments().size() > 2 ? positive(call, 2, "the divisor of print()") : 1;
      printed.add("@" + map.name());
      requireMap(map);
      Action action =
          new Action.PrintMap(
              "@" + map.name(), (int) Math.min(top, Integer.MAX_VALUE), Math.max(1, divisor));
      return new TypedStatement.Ask(scope.action(action), List.of());
    }
    arguments(call, 1, 1, "a map, or one value");
    TypedExpression value = expressions.value(first);
    return new TypedStatement.Ask(
        scope.action(new Action.PrintValue(value.type())), List.of(value));
  }

  private long positive(Expression.Call call, int index, String purpose) {
    long value = expressions.constant(call.arguments().get(index), purpose);
    if (value < 0) {
      throw error(call.arguments().get(index).span(), purpose + " is " + value + ": use 0 or more");
    }
    return value;
  }

  private TypedStatement clear(Expression.Call call) {
    arguments(call, 1, 1, "a map");
    if (!(call.arguments().getFirst() instanceof Expression.MapAccess map)
        || !map.keys().isEmpty()) {
      throw error(
          call.span(), call.name() + "() takes a map without keys: " + call.name() + "(@x)");
    }
    String name = "@" + map.name();
    requireMap(map);
    boolean seen = printed.contains(name);
    Action action =
        call.name().equals("clear") ? new Action.Clear(name, seen) : new Action.Zero(name, seen);
    printed.remove(name);
    return new TypedStatement.Ask(scope.action(action), List.of());
  }

  private void requireMap(Expression.MapAccess map) {
    if (scope.strict() && scope.maps().content("@" + map.name()) == null) {
      throw error(map.span(), "@" + map.name() + " is never assigned");
    }
  }

  private TypedStatement time(Expression.Call call) {
    arguments(call, 0, 1, "a format or nothing");
    String format = "%H:%M:%S\n";
    if (call.arguments().size() == 1) {
      if (!(call.arguments().getFirst() instanceof Expression.TextConstant(String text, Span _))) {
        throw error(call.span(), "time() needs a constant string");
      }
      format = text;
    }
    return new TypedStatement.Ask(scope.action(new Action.Time(format)), List.of());
  }

  private TypedStatement delete(Expression.Call call) {
    arguments(call, 1, 2, "a map's entry: delete(@x[key])");
    if (!(call.arguments().getFirst() instanceof Expression.MapAccess map)) {
      throw error(call.span(), "delete() takes a map's entry: delete(@x[key])");
    }
    Expression.MapAccess entry = map;
    if (call.arguments().size() == 2) {
      entry = new Expression.MapAccess(map.name(), List.of(call.arguments().get(1)), map.span());
    }
    List<TypedExpression> keys = expressions.keys(entry);
    String name = "@" + map.name();
    Content content = scope.maps().content(name);
    if (content != null && content.buckets() > 0) {
      throw error(
          call.span(),
          "delete() of one entry of a histogram is not supported: use clear(" + name + ")");
    }
    requireMap(map);
    scope.maps().deletes(name, map.span());
    return new TypedStatement.Delete(name, keys);
  }

  private void arguments(Expression.Call call, int least, int most, String what) {
    if (call.arguments().size() < least || call.arguments().size() > most) {
      throw error(
          call.span(), call.name() + "() takes " + what + ", given=" + call.arguments().size());
    }
  }

  private ScriptException error(Span span, String message) {
    return scope.source().error(span, message);
  }
}
