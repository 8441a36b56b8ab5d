package dev.skep.trace;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.ProbeCatalog;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.trace.CompiledScript.Entry;
import dev.skep.trace.codegen.CodeGenerator;
import dev.skep.trace.codegen.GeneratedCode;
import dev.skep.trace.middle.Lowering;
import dev.skep.trace.middle.Optimizer;
import dev.skep.trace.middle.SystemMaps;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.ScriptException;
import dev.skep.trace.types.Analyzer;
import dev.skep.trace.types.ProbePoint;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Settings;
import dev.skep.trace.types.TypedProbe;
import dev.skep.trace.types.TypedScript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns a script into programs and maps. */
public final class Compiler {
  private final TypedScript script;
  private final Set<String> shared;
  private final Set<String> names = new HashSet<>();
  private final Set<String> usedMaps = new HashSet<>();

  private Compiler(TypedScript script) {
    this.script = script;
    this.shared = SharedMaps.of(script);
  }

  /**
   * Compiles a script.
   *
   * @param catalog what can be probed
   * @throws ScriptException at the first thing in the script that makes no sense or is not
   *     supported
   */
  public static CompiledScript compile(
      Script script, ProbeCatalog catalog, CompileOptions options) {
    Settings settings =
        new Settings(
            options.parameters(), options.recording(), options.mapEntries(), options.textBytes());
    TypedScript typed = Analyzer.analyze(script, catalog, settings);
    Compiler compiler = new Compiler(typed);
    List<Entry> entries = compiler.programs();
    return new CompiledScript(typed, entries, compiler.maps(options));
  }

  /** The probes of a block that mean the same share a program. */
  private List<Entry> programs() {
    List<Entry> entries = new ArrayList<>();
    List<TypedProbe> probes = script.probes();
    for (int i = 0; i < probes.size(); ) {
      TypedProbe first = probes.get(i);
      List<ProbePoint> points = new ArrayList<>();
      do {
        points.add(probes.get(i++).point());
      } while (i < probes.size() && sharesProgram(first, probes.get(i)));
      entries.add(new Entry(program(first), points));
    }
    return entries;
  }

  private static boolean sharesProgram(TypedProbe first, TypedProbe next) {
    return next.block() == first.block()
        && !first.specific()
        && next.point().getClass().equals(first.point().getClass());
  }

  private ProgramSpec program(TypedProbe probe) {
    boolean event = probe.point() instanceof ProbePoint.Tracepoint;
    ProgramType type = event ? ProgramType.TRACEPOINT : ProgramType.RAW_TRACEPOINT;
    // A tracepoint's program that returns 0 would hide the event from other users of perf.
    GeneratedCode generated =
        CodeGenerator.generate(
            Optimizer.optimize(Lowering.lower(script, probe, shared)), event ? 1 : 0);
    if (generated.stackBytes() > CodeGenerator.STACK_BYTES) {
      throw script
          .source()
          .error(
              probe.span(),
              "the program of this probe needs "
                  + generated.stackBytes()
                  + " bytes of stack: "
                  + CodeGenerator.STACK_BYTES
                  + " are there; use fewer or shorter strings at a time");
    }
    if (generated.slots() > CodeGenerator.MOST_SLOTS) {
      throw script
          .source()
          .error(
              probe.span(),
              "the program of this probe has "
                  + generated.slots()
                  + " instructions: "
                  + CodeGenerator.MOST_SLOTS
                  + " at most");
    }
    for (Reference reference : generated.references().values()) {
      usedMaps.add(reference.name());
    }
    return ProgramSpec.builder(name(probe.point()), type)
        .code(generated.code())
        .references(generated.references())
        .build();
  }

  private String name(ProbePoint point) {
    String base =
        switch (point) {
          case ProbePoint.Tracepoint(var format) -> format.name();
          case ProbePoint.Interval(long _, String name) -> name.replace(':', '_');
          case ProbePoint.Begin() -> "BEGIN";
          case ProbePoint.End() -> "END";
        };
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** All maps of the script, and of the system's those that programs name. */
  private List<MapSpec> maps(CompileOptions options) {
    List<MapSpec> maps = new ArrayList<>();
    for (ScriptMap map : script.maps().values()) {
      maps.add(map.spec());
    }
    if (usedMaps.contains(SystemMaps.RING)) {
      maps.add(MapSpec.of(SystemMaps.RING, MapType.RINGBUF, 0, 0, options.ringBytes()));
    }
    if (usedMaps.contains(SystemMaps.LOSSES)) {
      int counters = script.maps().size() + 1;
      maps.add(MapSpec.of(SystemMaps.LOSSES, MapType.PERCPU_ARRAY, 4, 8, counters));
    }
    if (usedMaps.contains(SystemMaps.START)) {
      maps.add(MapSpec.of(SystemMaps.START, MapType.ARRAY, 4, 8, 1));
    }
    return maps;
  }
}
