package dev.skep.trace.types;

import dev.skep.trace.syntax.Source;
import dev.skep.trace.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a block's analysis knows and finds out: its probe, its variables, the actions it asks for.
 */
final class Scope {
  private final Source source;
  private final Settings settings;
  private final ProbePoint point;
  private final MapTable maps;
  private final List<Action> actions;
  private final boolean strict;
  private final Map<String, Type> variableTypes;
  private final Map<String, Integer> variableNumbers = new LinkedHashMap<>();
  private boolean specific;

  /**
   * A scope.
   *
   * @param variableTypes what earlier passes found; added to
   * @param strict whether all types must be known by now
   */
  Scope(
      Source source,
      Settings settings,
      ProbePoint point,
      MapTable maps,
      List<Action> actions,
      Map<String, Type> variableTypes,
      boolean strict) {
    this.source = source;
    this.settings = settings;
    this.point = point;
    this.maps = maps;
    this.actions = actions;
    this.variableTypes = variableTypes;
    this.strict = strict;
  }

  Source source() {
    return source;
  }

  Settings settings() {
    return settings;
  }

  ProbePoint point() {
    return point;
  }

  MapTable maps() {
    return maps;
  }

  boolean strict() {
    return strict;
  }

  /** Says that the meaning depends on which of the block's probes it is. */
  void markSpecific() {
    specific = true;
  }

  boolean specific() {
    return specific;
  }

  /** Numbers an action. */
  int action(Action action) {
    actions.add(action);
    return actions.size() - 1;
  }

  /** The variable that an expression reads. */
  Variable read(String name, Span span) {
    if (!variableNumbers.containsKey(name)) {
      throw source.error(span, "the variable $" + name + " is read before it is assigned");
    }
    return variable(name);
  }

  /** The variable that a value of this type is assigned to. */
  Variable assign(String name, Type value, Span span) {
    variableNumbers.putIfAbsent(name, variableNumbers.size());
    Type known = variableTypes.get(name);
    Type merged =
        known == null || known instanceof Type.Unknown
            ? MapTable.widened(value)
            : merge(name, known, value, span);
    if (!merged.equals(known)) {
      variableTypes.put(name, merged);
      maps.markChanged();
    }
    return variable(name);
  }

  private Type merge(String name, Type known, Type value, Span span) {
    if (value instanceof Type.Unknown) {
      return known;
    }
    if (known instanceof Type.Text(int a) && value instanceof Type.Text(int b)) {
      return new Type.Text(Math.max(a, b));
    }
    if (known instanceof Type.Integral a && value instanceof Type.Integral b) {
      return a.signed() || b.signed() || b.bits() < 64 ? Type.SIGNED : Type.UNSIGNED;
    }
    throw source.error(
        span,
        "the variable $"
            + name
            + " of type "
            + known
            + " cannot be assigned a value of type "
            + value);
  }

  private Variable variable(String name) {
    int number = variableNumbers.getOrDefault(name, 0);
    return new Variable(name, number, variableTypes.getOrDefault(name, Type.SIGNED));
  }

  List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (String name : variableNumbers.keySet()) {
      variables.add(variable(name));
    }
    return variables;
  }
}
