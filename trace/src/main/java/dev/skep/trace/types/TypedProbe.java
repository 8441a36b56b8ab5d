package dev.skep.trace.types;

import dev.skep.trace.syntax.Span;
import java.util.List;
import java.util.Optional;

/**
 * A block for one of its probes.
 *
 * @param specific whether the meaning depends on the probe: otherwise the block's probes share a
 *     program
 */
public record TypedProbe(
    ProbePoint point,
    int block,
    Optional<TypedExpression> predicate,
    List<TypedStatement> body,
    List<Variable> variables,
    boolean specific,
    Span span) {
  public TypedProbe {
    body = List.copyOf(body);
    variables = List.copyOf(variables);
  }
}
