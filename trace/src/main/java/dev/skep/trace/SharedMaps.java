package dev.skep.trace;

import dev.skep.trace.types.ProbePoint;
import dev.skep.trace.types.TypedProbe;
import dev.skep.trace.types.TypedScript;
import dev.skep.trace.types.TypedStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the aggregated maps that both an interval and a tracepoint change: an event may interrupt
 * the interval's program on its CPU, while no two tracepoint programs run on a CPU at a time.
 */
final class SharedMaps {
  private SharedMaps() {}

  static Set<String> of(TypedScript script) {
    Set<String> interval = new HashSet<>();
    Set<String> events = new HashSet<>();
    for (TypedProbe probe : script.probes()) {
      boolean event = probe.point() instanceof ProbePoint.Tracepoint;
      collect(probe.body(), event ? events : interval);
    }
    interval.retainAll(events);
    return interval;
  }

  private static void collect(List<TypedStatement> body, Set<String> out) {
    for (TypedStatement statement : body) {
      switch (statement) {
        case TypedStatement.Aggregate aggregate -> out.add(aggregate.map());
        case TypedStatement.If conditional -> {
          collect(conditional.then(), out);
          collect(conditional.otherwise(), out);
        }
        case TypedStatement.While loop -> collect(loop.body(), out);
        case TypedStatement.Repeat repeat -> collect(repeat.body(), out);
        case TypedStatement.Evaluate _,
            TypedStatement.SetVariable _,
            TypedStatement.SetMap _,
            TypedStatement.ChangeMap _,
            TypedStatement.Delete _,
            TypedStatement.Ask _,
            TypedStatement.Return _,
            TypedStatement.Break _,
            TypedStatement.Continue _ -> {}
      }
    }
  }
}
