package dev.skep.engine;

import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ObjectSpec;
import dev.skep.spec.ProgramSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object's maps and programs, live in one engine: maps first, then programs, then what program
 * arrays hold. Closing lets go of the programs, then of the maps that were made here; maps that
 * were given are left open. What cannot be loaded leaves nothing behind.
 *
 * <pre>{@code
 * try (LoadedObject live = LoadedObject.load(engine, configuration.spec())) {
 *   engine.attach(live.program("count"), new AttachTarget.RawTracepoint("sys_enter"));
 * }
 * }</pre>
 */
public final class LoadedObject implements AutoCloseable {
  private final Engine engine;
  private final Map<String, BpfMap> maps = new LinkedHashMap<>();
  private final Map<String, Program> programs = new LinkedHashMap<>();

  private final Map<String, MemorySegment> operations = new LinkedHashMap<>();

  /** What was made here, the youngest first. */
  private final Deque<Runnable> open = new ArrayDeque<>();

  private LoadedObject(Engine engine) {
    this.engine = engine;
  }

  /**
   * Makes everything in an object live.
   *
   * @throws VerifierException when a program is rejected
   * @throws BpfException when a map or program cannot be made for another reason
   */
  public static LoadedObject load(Engine engine, ObjectSpec object) {
    return load(engine, object, Map.of(), LoadOptions.DEFAULT);
  }

  /**
   * Makes an object live with maps that are there already.
   *
   * @param reused maps of this engine that stand for those of the same names in the object
   * @param options how to load the programs
   * @throws VerifierException when a program is rejected
   * @throws BpfException when a map or program cannot be made for another reason
   */
  public static LoadedObject load(
      Engine engine, ObjectSpec object, Map<String, BpfMap> reused, LoadOptions options) {
    LoadedObject loaded = new LoadedObject(engine);
    try {
      loaded.maps.putAll(reused);
      object.maps().forEach(loaded::create);
      for (ProgramSpec each : object.programs()) {
        Program program = engine.load(each, loaded.maps, options);
        loaded.open.push(program::close);
        loaded.programs.put(each.name(), program);
      }
      object.maps().forEach(loaded::fillWithPrograms);
      object.maps().forEach(loaded::keepOperations);
      return loaded;
    } catch (RuntimeException failure) {
      loaded.close();
      throw failure;
    }
  }

  private void create(MapSpec spec) {
    if (maps.containsKey(spec.name())) {
      return;
    }
    boolean later = spec.type() == MapType.STRUCT_OPS || spec.type() == MapType.ARENA;
    List<MapSpec.Entry> withoutPrograms =
        spec.contents().stream()
            .filter(entry -> !later && !(entry instanceof MapSpec.Entry.ProgramName))
            .toList();
    MapSpec sized = forEachCpu(spec.withContents(withoutPrograms, spec.frozen()));
    BpfMap map = engine.create(sized);
    open.push(map::close);
    maps.put(spec.name(), map);
    if (spec.type() == MapType.ARENA) {
      fillArena(map, spec);
    }
  }

  /** An arena is reached through memory; programs load only once it is mapped. */
  private static void fillArena(BpfMap map, MapSpec spec) {
    MemorySegment memory = map.memory();
    for (MapSpec.Entry entry : spec.contents()) {
      if (entry instanceof MapSpec.Entry.Value data) {
        MemorySegment bytes = data.value().segment();
        MemorySegment.copy(bytes, 0, memory, 0, bytes.byteSize());
      }
    }
  }

  /** An array of events without a size has an entry for each CPU. */
  private MapSpec forEachCpu(MapSpec spec) {
    boolean unsized = spec.type() == MapType.PERF_EVENT_ARRAY && spec.maxEntries() == 0;
    return unsized ? spec.withMaxEntries(engine.cpus()) : spec;
  }

  private void fillWithPrograms(MapSpec spec) {
    if (spec.type() == MapType.STRUCT_OPS) {
      return;
    }
    for (MapSpec.Entry entry : spec.contents()) {
      if (entry instanceof MapSpec.Entry.ProgramName slot
          && programs.containsKey(slot.programName())) {
        MemorySegment number =
            MemorySegment.ofArray(new int[] {engine.descriptor(program(slot.programName()))});
        map(spec.name()).update(slot.key().segment(), number, UpdateMode.ANY);
      }
    }
  }

  /** The value of a map of operations is its image, with programs at the offsets that are keys. */
  private void keepOperations(MapSpec spec) {
    if (spec.type() != MapType.STRUCT_OPS) {
      return;
    }
    MemorySegment value = MemorySegment.ofArray(new byte[spec.valueSize()]);
    for (MapSpec.Entry entry : spec.contents()) {
      if (entry instanceof MapSpec.Entry.Value image) {
        value.copyFrom(image.value().segment());
      }
    }
    for (MapSpec.Entry entry : spec.contents()) {
      if (entry instanceof MapSpec.Entry.ProgramName slot) {
        int offset = slot.key().segment().get(ValueLayout.JAVA_INT_UNALIGNED, 0);
        int number = engine.descriptor(program(slot.programName()));
        value.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, number);
      }
    }
    operations.put(spec.name(), value);
  }

  /**
   * Writes a struct of operations into its map, which registers it with the kernel; a map with the
   * flag {@code BPF_F_LINK} then waits for a link. Deleting the map's key 0 takes it back.
   *
   * @throws MapException when the object has no such operations, or the kernel refuses them
   */
  public void register(String map) {
    MemorySegment value = operations.get(map);
    if (value == null) {
      throw new MapException(
          Errno.ENOENT, "the object has no operations " + map + ", only " + operations.keySet());
    }
    map(map).update(MemorySegment.ofArray(new byte[4]), value, UpdateMode.ANY);
  }

  /** The maps by name, in the order of the object. */
  public Map<String, BpfMap> maps() {
    return Collections.unmodifiableMap(maps);
  }

  /** The programs by name, in the order of the object. */
  public Map<String, Program> programs() {
    return Collections.unmodifiableMap(programs);
  }

  /**
   * The map with a name.
   *
   * @throws MapException when the object has none
   */
  public BpfMap map(String name) {
    BpfMap map = maps.get(name);
    if (map == null) {
      throw new MapException(
          Errno.ENOENT, "the object has no map " + name + ", only " + maps.keySet());
    }
    return map;
  }

  /**
   * The program with a name.
   *
   * @throws BpfException when the object has none
   */
  public Program program(String name) {
    Program program = programs.get(name);
    if (program == null) {
      throw new AttachException(
          "the object has no program " + name + ", only " + programs.keySet());
    }
    return program;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
