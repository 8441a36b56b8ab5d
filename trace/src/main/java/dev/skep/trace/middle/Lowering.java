package dev.skep.trace.middle;

import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.types.Action;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.TypedExpression;
import dev.skep.trace.types.TypedProbe;
import dev.skep.trace.types.TypedScript;
import dev.skep.trace.types.TypedStatement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Lowers a probe's block to the middle form. */
public final class Lowering {
  private final TypedScript script;
  private final Set<String> shared;
  private final RoutineBuilder out = new RoutineBuilder();
  private final MapLowering maps;
  private final NumberLowering numbers;
  private final AggregateLowering aggregates;
  private final Variables variables;
  private final TextLowering texts;
  private final Deque<Loop> loops = new ArrayDeque<>();

  private record Loop(int again, int end) {}

  private Lowering(TypedScript script, TypedProbe probe, Set<String> shared) {
    this.script = script;
    this.shared = shared;
    this.variables = new Variables(out, probe.variables());
    this.maps = new MapLowering(out, script);
    this.texts = new TextLowering(out, variables, maps);
    this.numbers = new NumberLowering(out, variables, maps, texts);
    texts.connect(numbers);
    maps.connect(numbers, texts);
    this.aggregates = new AggregateLowering(out, maps, numbers);
  }

  /**
   * Lowers a probe.
   *
   * @param shared the aggregated maps that programs change which may interrupt each other
   */
  public static Routine lower(TypedScript script, TypedProbe probe, Set<String> shared) {
    return new Lowering(script, probe, shared).lower(probe);
  }

  private Routine lower(TypedProbe probe) {
    int end = out.label();
    if (probe.predicate().isPresent()) {
      numbers.jumpUnless(probe.predicate().get(), end);
    }
    statements(probe.body());
    out.mark(end);
    out.add(new Step.Return());
    return out.build();
  }

  private void statements(List<TypedStatement> statements) {
    for (TypedStatement statement : statements) {
      int mark = out.mark();
      statement(statement);
      out.release(mark);
    }
  }

  private void statement(TypedStatement statement) {
    switch (statement) {
      case TypedStatement.Evaluate(TypedExpression.IncrementMap increment) -> increment(increment);
      case TypedStatement.Evaluate(TypedExpression expression) -> evaluate(expression);
      case TypedStatement.SetVariable set -> setVariable(set);
      case TypedStatement.SetMap(String map, var keys, var value) -> maps.write(map, keys, value);
      case TypedStatement.ChangeMap change -> change(change);
      case TypedStatement.Aggregate aggregate ->
          aggregates.lower(aggregate, shared.contains(aggregate.map()));
      case TypedStatement.Delete(String map, var keys) -> maps.delete(map, keys);
      case TypedStatement.Ask ask -> ask(ask);
      case TypedStatement.If conditional -> conditional(conditional);
      case TypedStatement.While loop -> loop(loop);
      case TypedStatement.Repeat(int count, var body) -> {
        for (int i = 0; i < count; i++) {
          statements(body);
        }
      }
      case TypedStatement.Return _ -> out.add(new Step.Return());
      case TypedStatement.Break _ -> out.jump(loops.getFirst().end());
      case TypedStatement.Continue _ -> out.jump(loops.getFirst().again());
    }
  }

  private void evaluate(TypedExpression expression) {
    if (!(expression.type() instanceof Type.Text)) {
      numbers.value(expression);
    }
  }

  private void increment(TypedExpression.IncrementMap increment) {
    Value step = out.constant(increment.step());
    maps.change(increment.map(), increment.keys(), Operation.ADD, step, out.temp(), false);
  }

  private void setVariable(TypedStatement.SetVariable set) {
    if (set.value().type() instanceof Type.Text) {
      int bytes = ScriptMap.partBytes(set.variable().type());
      // The value may be made from the variable itself.
      Address copy = Address.frame(out.room(bytes));
      texts.place(set.value(), copy, bytes);
      out.copy(copy, variables.place(set.variable()), bytes);
    } else {
      out.set(variables.temp(set.variable()), numbers.value(set.value()));
    }
  }

  private void change(TypedStatement.ChangeMap change) {
    Value value = numbers.value(change.value());
    BinaryOperator operator = change.operator();
    switch (operator) {
      case ADD -> atomic(change, Operation.ADD, value);
      case SUBTRACT ->
          atomic(change, Operation.ADD, out.operate(Operation.SUBTRACT, Value.ZERO, value));
      case AND -> atomic(change, Operation.AND, value);
      case OR -> atomic(change, Operation.OR, value);
      case XOR -> atomic(change, Operation.XOR, value);
      case MULTIPLY, DIVIDE, REMAINDER, SHIFT_LEFT, SHIFT_RIGHT -> rewrite(change, value);
      case LOGICAL_OR,
          LOGICAL_AND,
          EQUAL,
          NOT_EQUAL,
          LESS,
          GREATER,
          LESS_OR_EQUAL,
          GREATER_OR_EQUAL ->
          throw new IllegalArgumentException("no assignment with " + operator);
    }
  }

  private void atomic(TypedStatement.ChangeMap change, Operation operation, Value value) {
    maps.change(change.map(), change.keys(), operation, value, out.temp(), false);
  }

  private void rewrite(TypedStatement.ChangeMap change, Value value) {
    ScriptMap map = maps.map(change.map());
    int end = out.label();
    Temp entry = maps.entry(map, maps.key(map, change.keys()), end);
    Temp known = out.load(Address.behind(entry, 0), MemorySize.DW, false);
    var read = new TypedExpression.ReadMap(change.map(), change.keys(), change.type());
    var combined =
        new TypedExpression.Arithmetic(change.operator(), read, change.value(), change.type());
    Value result = new ArithmeticLowering(out).lower(combined, known, value);
    out.store(Address.behind(entry, 0), MemorySize.DW, result);
    out.mark(end);
  }

  private void conditional(TypedStatement.If conditional) {
    int otherwise = out.label();
    numbers.jumpUnless(conditional.condition(), otherwise);
    statements(conditional.then());
    if (conditional.otherwise().isEmpty()) {
      out.mark(otherwise);
      return;
    }
    int end = out.label();
    out.jump(end);
    out.mark(otherwise);
    statements(conditional.otherwise());
    out.mark(end);
  }

  private void loop(TypedStatement.While loop) {
    int again = out.label();
    int end = out.label();
    out.mark(again);
    numbers.jumpUnless(loop.condition(), end);
    loops.push(new Loop(again, end));
    statements(loop.body());
    loops.pop();
    out.jump(again);
    out.mark(end);
  }

  /** Numbers are computed before the room is reserved; strings go straight into it. */
  private void ask(TypedStatement.Ask ask) {
    int size = 8;
    Value[] values = new Value[ask.arguments().size()];
    for (int i = 0; i < values.length; i++) {
      TypedExpression argument = ask.arguments().get(i);
      boolean text = argument.type() instanceof dev.skep.trace.types.Type.Text;
      values[i] = text ? Value.ZERO : numbers.value(argument);
      size += ScriptMap.partBytes(argument.type());
    }
    int full = out.label();
    int end = out.label();
    Temp room = out.temp();
    out.add(new Step.Reserve(room, SystemMaps.RING, size));
    out.branchIfZero(room, full);
    out.store(Address.behind(room, 0), MemorySize.DW, out.constant(ask.action()));
    int at = 8;
    for (int i = 0; i < values.length; i++) {
      TypedExpression argument = ask.arguments().get(i);
      int bytes = ScriptMap.partBytes(argument.type());
      if (argument.type() instanceof Type.Text) {
        texts.place(argument, Address.behind(room, at), bytes);
      } else {
        out.store(Address.behind(room, at), MemorySize.DW, values[i]);
      }
      at += bytes;
    }
    out.add(new Step.Submit(room));
    out.jump(end);
    out.mark(full);
    maps.countLoss(script.maps().size());
    out.mark(end);
    boolean exits = script.actions().get(ask.action()) instanceof Action.Exit;
    if (exits) {
      out.add(new Step.Return());
    }
  }
}
