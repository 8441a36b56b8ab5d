package dev.skep.trace.types;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Gives the statements of a block their types. */
final class BlockAnalyzer {
  /** More repetitions are refused, as bpftrace does. */
  private static final int MOST_REPEATED = 100;

  /** What nested unrolls may multiply to. */
  private static final int MOST_COPIES = 1000;

  private final Scope scope;
  private final ExpressionAnalyzer expressions;
  private final Calls calls;
  private final Aggregations aggregations;
  private int loops;
  private long copies = 1;

  BlockAnalyzer(Scope scope, ExpressionAnalyzer expressions) {
    this.scope = scope;
    this.expressions = expressions;
    this.calls = new Calls(scope, expressions);
    this.aggregations = new Aggregations(scope, expressions);
  }

  List<TypedStatement> statements(List<Statement> body) {
    List<TypedStatement> typed = new ArrayList<>();
    for (Statement statement : body) {
      statement(statement, typed);
    }
    return typed;
  }

  private List<TypedStatement> nested(List<Statement> body) {
    Set<String> outside = calls.enter();
    List<TypedStatement> typed = statements(body);
    calls.leave(outside);
    return typed;
  }

  private void statement(Statement statement, List<TypedStatement> out) {
    switch (statement) {
      case Statement.Evaluate(Expression.Call call, Span _) -> out.addAll(calls.statement(call));
      case Statement.Evaluate evaluate ->
          out.add(new TypedStatement.Evaluate(expressions.value(evaluate.expression())));
      case Statement.Assign assign -> out.add(assign(assign));
      case Statement.If conditional ->
          out.add(
              new TypedStatement.If(
                  expressions.condition(conditional.condition()),
                  nested(conditional.then()),
                  nested(conditional.otherwise())));
      case Statement.While loop -> {
        TypedExpression condition = expressions.condition(loop.condition());
        loops++;
        out.add(new TypedStatement.While(condition, nested(loop.body())));
        loops--;
      }
      case Statement.Unroll unroll -> out.add(unroll(unroll));
      case Statement.Block block -> out.addAll(statements(block.body()));
      case Statement.Leave leave -> out.add(leave(leave));
    }
  }

  private TypedStatement unroll(Statement.Unroll unroll) {
    long count = expressions.constant(unroll.count(), "the count of unroll");
    if (count < 0 || count > MOST_REPEATED) {
      throw error(unroll.count().span(), "unroll count=" + count + ": use 0 to " + MOST_REPEATED);
    }
    long outerCopies = copies;
    copies *= Math.max(1, count);
    if (copies > MOST_COPIES) {
      throw error(
          unroll.span(), "nested unrolls make " + copies + " copies: " + MOST_COPIES + " at most");
    }
    int outer = loops;
    loops = 0;
    TypedStatement repeat = new TypedStatement.Repeat((int) count, nested(unroll.body()));
    loops = outer;
    copies = outerCopies;
    return repeat;
  }

  private TypedStatement leave(Statement.Leave leave) {
    return switch (leave.kind()) {
      case RETURN -> new TypedStatement.Return();
      case BREAK -> inLoop(leave, new TypedStatement.Break());
      case CONTINUE -> inLoop(leave, new TypedStatement.Continue());
    };
  }

  private TypedStatement inLoop(Statement.Leave leave, TypedStatement typed) {
    if (loops == 0) {
      throw error(leave.span(), "break and continue belong into a while loop");
    }
    return typed;
  }

  private TypedStatement assign(Statement.Assign assign) {
    if (assign.target() instanceof Expression.Variable variable) {
      return setVariable(assign, variable);
    }
    Expression.MapAccess map = (Expression.MapAccess) assign.target();
    if (assign.value() instanceof Expression.Call call && Aggregations.isAggregation(call)) {
      if (assign.operator().isPresent()) {
        throw error(assign.span(), call.name() + "() is assigned with =");
      }
      return aggregations.assign(map, call);
    }
    return setMap(assign, map);
  }

  private TypedStatement setVariable(Statement.Assign assign, Expression.Variable variable) {
    TypedExpression value;
    if (assign.operator().isPresent()) {
      Variable known = scope.read(variable.name(), variable.span());
      value = combine(assign, new TypedExpression.ReadVariable(known), assign.operator().get());
    } else {
      value = expressions.value(assign.value());
    }
    return new TypedStatement.SetVariable(
        scope.assign(variable.name(), value.type(), variable.span()), value);
  }

  private TypedExpression combine(
      Statement.Assign assign, TypedExpression known, BinaryOperator operator) {
    TypedExpression operand =
        expressions.number(assign.value(), "the operand of " + operator.spelling() + "=");
    if (known.type() instanceof Type.Text) {
      throw error(assign.span(), "a string can be assigned with = only");
    }
    return expressions.combine(operator, known, operand, assign.span());
  }

  private TypedStatement setMap(Statement.Assign assign, Expression.MapAccess map) {
    String name = "@" + map.name();
    List<TypedExpression> keys = expressions.keys(map);
    if (assign.operator().isPresent()) {
      BinaryOperator operator = assign.operator().get();
      scope.maps().assign(name, new Content.Scalar(Type.SIGNED), map.span());
      TypedExpression current = expressions.value(map);
      TypedExpression combined = combine(assign, current, operator);
      TypedExpression operand = expressions.value(assign.value());
      return new TypedStatement.ChangeMap(name, keys, operator, operand, combined.type());
    }
    TypedExpression value = expressions.value(assign.value());
    scope.maps().assign(name, new Content.Scalar(value.type()), map.span());
    return new TypedStatement.SetMap(name, keys, value);
  }

  private ScriptException error(Span span, String message) {
    return scope.source().error(span, message);
  }
}
