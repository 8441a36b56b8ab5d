package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExtension;
import dev.skep.btf.BtfType;
import dev.skep.spec.MapSpec;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object file as it was compiled: its programs, their subprograms, its maps and types, not yet
 * adjusted to any kernel. Inert and immutable. {@link #programs} names what can be loaded; {@link
 * #relocate(Btf)} and {@link RelocatedObject#link} make a specification of one.
 */
public final class ObjectFile {
  private static final String EXCEPTION_CALLBACK = "exception_callback:";

  private final String name;
  private final ByteOrder byteOrder;
  private final String license;
  private final Optional<Btf> types;
  private final Optional<Btf> loadableTypes;
  private final BtfExtension extension;
  private final List<CodeSection> code;
  private final List<EntryProgram> programs;
  private final List<MapSpec> maps;
  private final List<Extern> externs;
  private final Map<Integer, String> mapOfDataSection;
  private final Map<String, DebugInformation> debugInformation = new HashMap<>();
  private final Map<String, String> exceptionCallbacks = new HashMap<>();

  ObjectFile(
      String name,
      ByteOrder byteOrder,
      String license,
      Optional<Btf> types,
      Optional<Btf> loadableTypes,
      BtfExtension extension,
      List<CodeSection> code,
      List<EntryProgram> programs,
      List<MapSpec> maps,
      List<Extern> externs,
      Map<Integer, String> mapOfDataSection) {
    this.name = name;
    this.byteOrder = byteOrder;
    this.license = license;
    this.types = types;
    this.loadableTypes = loadableTypes;
    this.extension = extension;
    this.code = List.copyOf(code);
    this.programs = List.copyOf(programs);
    this.maps = List.copyOf(maps);
    this.externs = List.copyOf(externs);
    this.mapOfDataSection = Map.copyOf(mapOfDataSection);
    for (BtfExtension.SectionInfo each : extension.sections()) {
      debugInformation.putIfAbsent(each.section(), new DebugInformation(each));
    }
    types.ifPresent(this::findExceptionCallbacks);
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

  /** The types that maps and programs are loaded with: sizes and offsets are those of the file. */
  public Optional<Btf> loadableTypes() {
    return loadableTypes;
  }

  /**
   * Links one program as it was compiled, without adjusting it to a kernel.
   *
   * @param program one of {@link #programs}
   */
  public LinkedProgram link(EntryProgram program) {
    return asCompiled().link(program);
  }

  /** The object with its instructions as they were compiled, not adjusted to a kernel. */
  public RelocatedObject asCompiled() {
    return RelocatedObject.asCompiled(this);
  }

  /**
   * Adjusts all instructions to a kernel's types. Costs what all programs of the object cost; link
   * them from the result.
   */
  public RelocatedObject relocate(Btf target) {
    return RelocatedObject.against(this, target);
  }

  /**
   * Links one program, adjusted to a kernel's types.
   *
   * @param program one of {@link #programs}
   * @throws dev.skep.object.core.CoreException when an instruction of it cannot be adjusted
   */
  public LinkedProgram relocate(EntryProgram program, Btf target) {
    return relocate(target).link(program);
  }

  /**
   * Exception callbacks are named by a tag on the program (libbpf's {@code __exception_cb}); two of
   * them are left for the verifier to refuse.
   */
  private void findExceptionCallbacks(Btf btf) {
    Set<String> twice = new HashSet<>();
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.DeclarationTag tag
          && tag.componentIndex() == -1
          && tag.name().startsWith(EXCEPTION_CALLBACK)
          && btf.type(tag.typeId()) instanceof BtfType.Function function
          && exceptionCallbacks.put(
                  function.name(), tag.name().substring(EXCEPTION_CALLBACK.length()))
              != null) {
        twice.add(function.name());
      }
    }
    exceptionCallbacks.keySet().removeAll(twice);
  }

  Optional<String> exceptionCallback(String program) {
    return Optional.ofNullable(exceptionCallbacks.get(program));
  }

  DebugInformation debugInformation(String section) {
    return debugInformation.getOrDefault(section, DebugInformation.NONE);
  }

  /** What the kernel is to supply, by name. */
  List<Extern> externs() {
    return externs;
  }

  /** How many instructions name a map, a variable, a function or an extern. */
  public int relocationCount() {
    return code.stream().mapToInt(section -> section.meanings().size()).sum();
  }

  /** How many instructions depend on the kernel's types. */
  public int coreRelocationCount() {
    return extension.sections().stream().mapToInt(each -> each.relocations().size()).sum();
  }

  /** How many slots a program takes without the functions that it calls. */
  public int slots(EntryProgram program) {
    CodeSection section = section(program.section(), program.name());
    FunctionRange function = section == null ? null : section.function(program.name());
    return function == null ? 0 : function.slots();
  }

  BtfExtension extension() {
    return extension;
  }

  List<CodeSection> code() {
    return code;
  }

  /** The first section of this name, or null. */
  @Nullable CodeSection section(String sectionName) {
    for (CodeSection section : code) {
      if (section.name().equals(sectionName)) {
        return section;
      }
    }
    return null;
  }

  /** The section of this name that holds a function of this name, or null. */
  @Nullable CodeSection section(String sectionName, String function) {
    for (CodeSection section : code) {
      if (section.name().equals(sectionName) && section.function(function) != null) {
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
