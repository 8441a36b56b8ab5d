package dev.skep.trace.syntax;

import java.util.List;
import java.util.Optional;

/**
 * Probes, a predicate if there is one, and what happens: {@code probe, probe /predicate/ { body }}.
 */
public record ProbeBlock(List<Probe> probes, Optional<Expression> predicate, List<Statement> body) {
  public ProbeBlock {
    probes = List.copyOf(probes);
    body = List.copyOf(body);
  }
}
