package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExtension;
import dev.skep.spec.MapSpec;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object file as it was compiled: its programs, their subprograms, its maps and types, not yet
 * adjusted to any kernel. Inert and immutable. {@link #programs} names what can be loaded; {@link
 * ProgramLinker} makes a specification of one.
 */
public final class ObjectFile {
  private final String name;
  private final ByteOrder byteOrder;
  private final String license;
  private final Optional<Btf> types;
  private final BtfExtension extension;
  private final List<CodeSection> code;
  private final List<EntryProgram> programs;
  private final List<MapSpec> maps;
  private final Map<Integer, String> mapOfDataSection;

  ObjectFile(
      String name,
      ByteOrder byteOrder,
      String license,
      Optional<Btf> types,
      BtfExtension extension,
      List<CodeSection> code,
      List<EntryProgram> programs,
      List<MapSpec> maps,
      Map<Integer, String> mapOfDataSection) {
    this.name = name;
    this.byteOrder = byteOrder;
    this.license = license;
    this.types = types;
    this.extension = extension;
    this.code = List.copyOf(code);
    this.programs = List.copyOf(programs);
    this.maps = List.copyOf(maps);
    this.mapOfDataSection = Map.copyOf(mapOfDataSection);
  }

  /** What the file is called in messages. */
  public String name() {
    return name;
  }

  /** The byte order of the machine that the object was compiled for. */
  public ByteOrder byteOrder() {
    return byteOrder;
  }

  /** The text of section {@code license}; empty when there is none. */
  public String license() {
    return license;
  }

  /** The object's own types. */
  public Optional<Btf> types() {
    return types;
  }

  /** The programs, in the order of sections and then of their starts. */
  public List<EntryProgram> programs() {
    return programs;
  }

  /**
   * The maps: first those that {@code .maps} defines, then data sections under their sections'
   * names.
   */
  public List<MapSpec> maps() {
    return maps;
  }

  /**
   * Links one program as it was compiled, without adjusting it to a kernel.
   *
   * @param program one of {@link #programs}
   */
  public LinkedProgram link(EntryProgram program) {
    return ProgramLinker.link(this, program, InstructionPatch.NONE, List.of());
  }

  BtfExtension extension() {
    return extension;
  }

  List<CodeSection> code() {
    return code;
  }

  /** The section of this name that holds a function of this name, or null. */
  @org.jspecify.annotations.Nullable
  CodeSection section(String sectionName, String function) {
    for (CodeSection section : code) {
      if (section.section().name().equals(sectionName)
          && section.functions().stream().anyMatch(each -> each.name().equals(function))) {
        return section;
      }
    }
    return null;
  }

  /** The map that holds a data section. */
  String mapOfDataSection(int section) {
    return mapOfDataSection.getOrDefault(section, "");
  }
}
