package dev.skep.spec;

import java.util.List;
import java.util.Optional;

/**
 * What one object file (or one compiled script) holds: programs and the maps that they name. Inert
 * and immutable.
 *
 * @param name what it was read from, for messages
 * @param programs the programs, in the file's order
 * @param maps the maps, each before any map of maps that names it
 */
public record ObjectSpec(String name, List<ProgramSpec> programs, List<MapSpec> maps) {
  public ObjectSpec {
    programs = List.copyOf(programs);
    maps = List.copyOf(maps);
  }

  /** The program with a name. */
  public Optional<ProgramSpec> program(String programName) {
    return programs.stream().filter(each -> each.name().equals(programName)).findFirst();
  }

  /** The map with a name. */
  public Optional<MapSpec> map(String mapName) {
    return maps.stream().filter(each -> each.name().equals(mapName)).findFirst();
  }
}
