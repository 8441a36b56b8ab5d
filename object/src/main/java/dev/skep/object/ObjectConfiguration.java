package dev.skep.object;

import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DataSection;
import dev.skep.btf.BtfType.SectionVariable;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ObjectSpec;
import dev.skep.spec.ProgramSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about an object before it is loaded: which programs, what global variables hold,
 * how large maps are, which kernel it runs on. Not thread-safe; the object itself never changes.
 *
 * <pre>{@code
 * ObjectSpec spec = ObjectConfiguration.of(object)
 *     .target(Btf.read(Path.of("/sys/kernel/btf/vmlinux")))
 *     .global("target_pid", 4711)
 *     .maxEntries("flows", 100_000)
 *     .spec();
 * }</pre>
 */
public final class ObjectConfiguration {
  private final ObjectFile object;
  private final Map<String, MapSpec> maps = new LinkedHashMap<>();
  private final Map<String, byte[]> data = new HashMap<>();
  private final Set<String> chosen = new TreeSet<>();
  private final Map<String, ProgramType> types = new HashMap<>();
  private final Map<String, String> targets = new HashMap<>();
  private @Nullable Btf kernelTypes;
  private @Nullable KernelConfiguration kernel;

  private ObjectConfiguration(ObjectFile object) {
    this.object = object;
    object.maps().forEach(map -> maps.put(map.name(), map));
    object.programs().stream()
        .filter(EntryProgram::autoload)
        .forEach(program -> chosen.add(program.name()));
  }

  /** An object as it is: the programs whose sections have no leading {@code ?}. */
  public static ObjectConfiguration of(ObjectFile object) {
    return new ObjectConfiguration(object);
  }

  /** Adjusts the programs to a kernel's types. */
  public ObjectConfiguration target(Btf types) {
    kernelTypes = types;
    return this;
  }

  /** Fills {@code __kconfig} variables. */
  public ObjectConfiguration kernel(KernelConfiguration configuration) {
    kernel = configuration;
    return this;
  }

  /**
   * Loads these programs and no others.
   *
   * @throws ConfigurationException when the object lacks one
   */
  public ObjectConfiguration only(Collection<String> programs) {
    programs.forEach(this::requireProgram);
    chosen.clear();
    chosen.addAll(programs);
    return this;
  }

  /**
   * Loads a program, or does not.
   *
   * @throws ConfigurationException when the object lacks it
   */
  public ObjectConfiguration load(String program, boolean wanted) {
    requireProgram(program);
    if (wanted) {
      chosen.add(program);
    } else {
      chosen.remove(program);
    }
    return this;
  }

  /**
   * Says what a program is for, where its section's name does not.
   *
   * @throws ConfigurationException when the object lacks it
   */
  public ObjectConfiguration type(String program, ProgramType type) {
    requireProgram(program);
    types.put(program, type);
    return this;
  }

  /**
   * Says what a program attaches to, in place of what follows the slash of its section's name.
   *
   * @throws ConfigurationException when the object lacks it
   */
  public ObjectConfiguration attachTarget(String program, String target) {
    requireProgram(program);
    targets.put(program, target);
    return this;
  }

  /**
   * Sets how many entries a map can hold.
   *
   * @throws ConfigurationException when the object lacks it, or it holds global variables
   */
  public ObjectConfiguration maxEntries(String map, int entries) {
    MapSpec spec = maps.get(map);
    if (spec == null || map.startsWith(".")) {
      throw new ConfigurationException(
          object.name() + " has no map " + map + " to be resized, only " + maps.keySet());
    }
    maps.put(map, spec.withMaxEntries(entries));
    return this;
  }

  /**
   * Sets a global variable that is a number; it is cut to the variable's size.
   *
   * @throws ConfigurationException when there is no such variable, or it is no number
   */
  public ObjectConfiguration global(String name, long value) {
    Variable variable = variable(name);
    if (variable.size != 1 && variable.size != 2 && variable.size != 4 && variable.size != 8) {
      throw new ConfigurationException(
          "variable "
              + name
              + " of "
              + object.name()
              + " has bytes="
              + variable.size
              + ", so it is no number; give bytes");
    }
    boolean little = object.byteOrder() == ByteOrder.LITTLE_ENDIAN;
    byte[] all = ByteBuffer.allocate(8).order(object.byteOrder()).putLong(value).array();
    System.arraycopy(
        all, little ? 0 : 8 - variable.size, variable.section(), variable.offset, variable.size);
    return this;
  }

  /**
   * Sets a global variable to bytes, from its start.
   *
   * @throws ConfigurationException when there is no such variable, or it is smaller
   */
  public ObjectConfiguration global(String name, byte[] value) {
    Variable variable = variable(name);
    if (value.length > variable.size) {
      throw new ConfigurationException(
          "variable "
              + name
              + " of "
              + object.name()
              + " has bytes="
              + variable.size
              + ", the value has bytes="
              + value.length);
    }
    System.arraycopy(value, 0, variable.section(), variable.offset, value.length);
    return this;
  }

  private final class Variable {
    private final String map;
    private final int offset;
    private final int size;

    Variable(String map, SectionVariable place) {
      this.map = map;
      this.offset = (int) place.offset();
      this.size = (int) place.size();
    }

    byte[] section() {
      return data.computeIfAbsent(map, ObjectConfiguration.this::contents);
    }
  }

  private Variable variable(String name) {
    Btf btf = object.loadableTypes().orElse(null);
    if (btf != null) {
      for (int id = btf.firstId(); id < btf.typeCount(); id++) {
        if (btf.type(id) instanceof DataSection section && isData(section.name())) {
          for (SectionVariable place : section.variables()) {
            boolean inside = place.offset() + place.size() <= valueSize(section.name());
            if (inside && btf.type(place.typeId(), BtfType.Variable.class).name().equals(name)) {
              return new Variable(section.name(), place);
            }
          }
        }
      }
    }
    throw new ConfigurationException(
        object.name() + " has no global variable " + name + " (or it was compiled without -g)");
  }

  private boolean isData(String name) {
    return maps.containsKey(name) && !name.equals(Externs.CONFIGURATION);
  }

  private int valueSize(String map) {
    MapSpec spec = maps.get(map);
    return spec == null ? 0 : spec.valueSize();
  }

  /** A copy of what a data section holds. */
  private byte[] contents(String map) {
    MapSpec spec = maps.get(map);
    if (spec != null) {
      for (MapSpec.Entry entry : spec.contents()) {
        if (entry instanceof MapSpec.Entry.Value value) {
          return value.value().toArray();
        }
      }
    }
    return spec == null ? new byte[0] : new byte[spec.valueSize()];
  }

  private void requireProgram(String name) {
    if (object.programs().stream().noneMatch(program -> program.name().equals(name))) {
      throw new ConfigurationException(
          object.name()
              + " has no program "
              + name
              + ", only "
              + object.programs().stream().map(EntryProgram::name).toList());
    }
  }

  /**
   * What an engine loads. A struct of operations is left out unless all its programs are chosen.
   *
   * @throws ConfigurationException when a chosen program has no type, or the kernel's configuration
   *     lacks a value
   * @throws dev.skep.object.core.CoreException when a program cannot be adjusted to the kernel
   * @throws MalformedObjectException when a program cannot be linked
   */
  public ObjectSpec spec() {
    Btf target = kernelTypes;
    RelocatedObject relocated = target == null ? object.asCompiled() : object.relocate(target);
    List<ProgramSpec> programs = new ArrayList<>();
    for (EntryProgram program : object.programs()) {
      if (chosen.contains(program.name())) {
        programs.add(program(relocated, program));
      }
    }
    List<MapSpec> ready = new ArrayList<>();
    for (MapSpec map : maps.values()) {
      if (map.type() != MapType.STRUCT_OPS) {
        ready.add(configured(map));
      } else if (hasAllPrograms(map)) {
        ready.add(operations(map, target));
      }
    }
    // What a map of maps holds is made before it.
    ready.sort((one, other) -> Boolean.compare(one.inner().isPresent(), other.inner().isPresent()));
    return new ObjectSpec(object.name(), programs, ready);
  }

  private boolean hasAllPrograms(MapSpec map) {
    return map.contents().stream()
        .allMatch(entry ->
            !(entry instanceof MapSpec.Entry.ProgramName slot)
                || chosen.contains(slot.programName()));
  }

  private static MapSpec operations(MapSpec map, @Nullable Btf target) {
    if (target == null) {
      throw new ConfigurationException(
          "operations " + map.name() + " need the kernel's types; set the target");
    }
    return KernelOperations.layOut(map, target);
  }

  private ProgramSpec program(RelocatedObject relocated, EntryProgram program) {
    Optional<ProgramType> type = Optional.ofNullable(types.get(program.name())).or(program::type);
    ProgramSpec spec =
        relocated
            .link(program)
            .spec(
                type.orElseThrow(() ->
                    new ConfigurationException(
                        "section "
                            + program.section()
                            + " of "
                            + object.name()
                            + " does not say what program "
                            + program.name()
                            + " is for; set its type, or leave it out")));
    String target = targets.get(program.name());
    if (target == null && spec.type() == ProgramType.STRUCT_OPS) {
      target = KernelOperations.target(object.maps(), program.name()).orElse(null);
    }
    return target == null ? spec : spec.toBuilder().attachTarget(target).build();
  }

  private MapSpec configured(MapSpec map) {
    if (map.name().equals(Externs.CONFIGURATION)) {
      return map.withContents(value(configurationValues(map.valueSize())), true);
    }
    byte[] bytes = data.get(map.name());
    MapSpec filled = bytes == null ? map : map.withContents(value(bytes), map.frozen());
    return takesTypes(map.type()) ? filled : filled.withoutTypes();
  }

  /** Whether the kernel takes types with a map of this kind; with others it refuses them. */
  private static boolean takesTypes(MapType type) {
    return switch (type) {
      case PERF_EVENT_ARRAY,
          CGROUP_ARRAY,
          STACK_TRACE,
          ARRAY_OF_MAPS,
          HASH_OF_MAPS,
          DEVMAP,
          DEVMAP_HASH,
          CPUMAP,
          XSKMAP,
          SOCKMAP,
          SOCKHASH,
          QUEUE,
          STACK,
          ARENA ->
          false;
      default -> true;
    };
  }

  private static List<MapSpec.Entry> value(byte[] bytes) {
    return List.of(new MapSpec.Entry.Value(Bytes.copyOf(new byte[4]), Bytes.copyOf(bytes)));
  }

  private byte[] configurationValues(int size) {
    byte[] bytes = new byte[size];
    KernelConfiguration known = kernel;
    if (known == null) {
      throw new ConfigurationException(
          object.name() + " has __kconfig variables; say how the kernel is configured");
    }
    ConfigurationValues values =
        new ConfigurationValues(object.loadableTypes().orElseThrow(), object.byteOrder(), known);
    for (Extern extern : object.externs()) {
      if (extern instanceof Extern.Configuration value) {
        values.write(value, bytes);
      }
    }
    return bytes;
  }
}
