package dev.skep.trace.types;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Span;
import java.util.List;
import java.util.Optional;

/** {@code @x = count()} and its kin. */
final class Aggregations {
  private final Scope scope;
  private final ExpressionAnalyzer expressions;

  Aggregations(Scope scope, ExpressionAnalyzer expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  static boolean isAggregation(Expression expression) {
    return expression instanceof Expression.Call call
        && switch (call.name()) {
          case "count", "sum", "min", "max", "avg", "stats", "hist", "lhist" -> true;
          default -> false;
        };
  }

  TypedStatement assign(Expression.MapAccess map, Expression.Call call) {
    List<TypedExpression> keys = expressions.keys(map);
    Optional<TypedExpression> value = Optional.empty();
    Content content;
    if (call.name().equals("count")) {
      if (!call.arguments().isEmpty()) {
        throw error(call.span(), "count() takes no arguments");
      }
      content = new Content.Count();
    } else {
      TypedExpression argument = argument(call);
      value = Optional.of(argument);
      content = content(call, argument.signed());
    }
    scope.maps().assign("@" + map.name(), content, map.span());
    return new TypedStatement.Aggregate("@" + map.name(), keys, value);
  }

  private TypedExpression argument(Expression.Call call) {
    boolean linear = call.name().equals("lhist");
    int wanted = linear ? 4 : 1;
    if (call.arguments().size() != wanted) {
      throw error(
          call.span(),
          call.name()
              + "() takes "
              + (linear ? "a value, min, max and step" : "one value")
              + ", given="
              + call.arguments().size());
    }
    return expressions.number(call.arguments().getFirst(), "the value of " + call.name() + "()");
  }

  private Content content(Expression.Call call, boolean signed) {
    return switch (call.name()) {
      case "sum" -> new Content.Sum(signed);
      case "min" -> new Content.Minimum(signed);
      case "max" -> new Content.Maximum(signed);
      case "avg" -> new Content.Average(signed);
      case "stats" -> new Content.Statistics(signed);
      case "hist" -> new Content.PowerHistogram();
      case "lhist" -> linear(call);
      default -> throw new IllegalArgumentException(call.name());
    };
  }

  private Content linear(Expression.Call call) {
    long min = expressions.constant(call.arguments().get(1), "the minimum of lhist()");
    long max = expressions.constant(call.arguments().get(2), "the maximum of lhist()");
    long step = expressions.constant(call.arguments().get(3), "the step of lhist()");
    if (step <= 0 || max <= min || max - min < 0) {
      throw error(
          call.span(),
          "lhist() needs min < max and a positive step: min="
              + min
              + " max="
              + max
              + " step="
              + step);
    }
    if ((max - min - 1) / step + 1 > Buckets.MOST_LINEAR) {
      throw error(
          call.span(),
          "lhist() with min="
              + min
              + " max="
              + max
              + " step="
              + step
              + " has more than "
              + Buckets.MOST_LINEAR
              + " buckets");
    }
    return new Content.LinearHistogram(min, max, step);
  }

  private ScriptException error(Span span, String message) {
    return scope.source().error(span, message);
  }
}
