package dev.skep.trace;

import dev.skep.spec.MapSpec;
import dev.skep.spec.ObjectSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.trace.types.ProbePoint;
import dev.skep.trace.types.TypedScript;
import java.util.ArrayList;
import java.util.List;

/** A script as programs and maps, which any engine runs. Inert and immutable. */
public final class CompiledScript {
  private final TypedScript typed;
  private final List<Entry> entries;
  private final List<MapSpec> maps;

  /** A program and what it runs on. */
  record Entry(ProgramSpec program, List<ProbePoint> points) {
    Entry {
      points = List.copyOf(points);
    }
  }

  CompiledScript(TypedScript typed, List<Entry> entries, List<MapSpec> maps) {
    this.typed = typed;
    this.entries = List.copyOf(entries);
    this.maps = List.copyOf(maps);
  }

  /** The programs, in the order of the script's blocks. */
  public List<ProgramSpec> programs() {
    List<ProgramSpec> programs = new ArrayList<>();
    for (Entry entry : entries) {
      programs.add(entry.program());
    }
    return programs;
  }

  /** The maps that the programs name. */
  public List<MapSpec> maps() {
    return maps;
  }

  /** Programs and maps as one object, to be shown or saved. */
  public ObjectSpec object() {
    return new ObjectSpec(typed.source().name(), programs(), maps);
  }

  /** How many probes the script has, each of what wildcards match. */
  public int probes() {
    int probes = 0;
    for (Entry entry : entries) {
      probes += entry.points().size();
    }
    return probes;
  }

  /** Whether any probe needs events: something besides begin, end and intervals. */
  public boolean needsEvents() {
    for (Entry entry : entries) {
      if (entry.points().getFirst() instanceof ProbePoint.Tracepoint) {
        return true;
      }
    }
    return false;
  }

  TypedScript typed() {
    return typed;
  }

  List<Entry> entries() {
    return entries;
  }
}
