package dev.skep.trace.types;

import dev.skep.engine.ProbeCatalog;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.ProbeBlock;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.ScriptException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what a script means. It goes over the blocks until a pass learns nothing new about maps
 * and variables, and then once more with the right to demand that all is known.
 */
public final class Analyzer {
  private final Script script;
  private final ProbeCatalog catalog;
  private final Settings settings;
  private final MapTable maps;
  private final List<List<Found>> points = new ArrayList<>();
  private final Map<String, Map<String, Type>> variableTypes = new HashMap<>();

  /** A probe as it was written, and one thing that it stands for. */
  private record Found(Probe probe, ProbePoint point) {}

  private Analyzer(Script script, ProbeCatalog catalog, Settings settings) {
    this.script = script;
    this.catalog = catalog;
    this.settings = settings;
    this.maps = new MapTable(script.source());
  }

  /**
   * Analyzes a script.
   *
   * @throws ScriptException at the first thing that makes no sense or is not supported
   */
  public static TypedScript analyze(Script script, ProbeCatalog catalog, Settings settings) {
    return new Analyzer(script, catalog, settings).analyze();
  }

  private TypedScript analyze() {
    resolve();
    List<Action> actions = new ArrayList<>();
    do {
      pass(new ArrayList<>(), false);
    } while (maps.takeChanged());
    List<TypedProbe> probes = pass(actions, true);
    return new TypedScript(script.source(), probes, maps.finish(settings), actions);
  }

  private void resolve() {
    ProbeResolver resolver = new ProbeResolver(script.source(), catalog);
    for (ProbeBlock block : script.blocks()) {
      List<Found> found = new ArrayList<>();
      for (Probe probe : block.probes()) {
        for (ProbePoint point : resolver.resolve(probe)) {
          found.add(new Found(probe, point));
        }
      }
      points.add(found);
    }
  }

  private List<TypedProbe> pass(List<Action> actions, boolean strict) {
    List<TypedProbe> probes = new ArrayList<>();
    for (int block = 0; block < points.size(); block++) {
      TypedProbe shared = null;
      for (Found found : points.get(block)) {
        boolean reuse =
            shared != null && !shared.specific() && sameKind(shared.point(), found.point());
        TypedProbe probe =
            reuse && shared != null
                ? new TypedProbe(
                    found.point(),
                    block,
                    shared.predicate(),
                    shared.body(),
                    shared.variables(),
                    false,
                    found.probe().span())
                : analyze(block, found, actions, strict);
        shared = probe;
        probes.add(probe);
      }
    }
    return probes;
  }

  private static boolean sameKind(ProbePoint a, ProbePoint b) {
    return a.getClass() == b.getClass();
  }

  private TypedProbe analyze(int number, Found found, List<Action> actions, boolean strict) {
    ProbeBlock block = script.blocks().get(number);
    Map<String, Type> types =
        variableTypes.computeIfAbsent(number + " " + found.point().name(), _ -> new HashMap<>());
    Scope scope = new Scope(script.source(), settings, found.point(), maps, actions, types, strict);
    ExpressionAnalyzer expressions = new ExpressionAnalyzer(scope);
    Optional<TypedExpression> predicate = Optional.empty();
    if (block.predicate().isPresent()) {
      predicate = Optional.of(expressions.condition(block.predicate().get()));
    }
    List<TypedStatement> body = new BlockAnalyzer(scope, expressions).statements(block.body());
    return new TypedProbe(
        found.point(),
        number,
        predicate,
        body,
        scope.variables(),
        scope.specific(),
        found.probe().span());
  }
}
