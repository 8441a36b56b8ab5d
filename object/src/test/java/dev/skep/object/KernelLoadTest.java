package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.KernelVersion;
import dev.skep.abi.ProgramType;
import dev.skep.btf.Btf;
import dev.skep.engine.BpfException;
import dev.skep.engine.BpfMap;
import dev.skep.engine.LoadedObject;
import dev.skep.engine.RunInput;
import dev.skep.kernel.KernelEngine;
import dev.skep.testkit.Requires;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects go into the running kernel, as they would with libbpf. */
class KernelLoadTest {
  private static final KernelVersion HERE = KernelVersion.parse(System.getProperty("os.version"));

  private static @Nullable Btf types;

  /**
   * What libbpf cannot load here either: tools choose such targets and sizes when they run, and
   * this kernel or its policy lacks some.
   */
  private static final List<String> EXPECTED =
      List.of("policy forbids it", "types have no ", "entries=0 ", "invalid func unknown#");

  @BeforeAll
  static void needsKernel() {
    Requires.kernel();
  }

  private static ObjectConfiguration configuration(ObjectFile object) throws IOException {
    Btf target = kernelTypes();
    List<String> lines = List.of("CONFIG_BPF=y", "CONFIG_HZ=250", "CONFIG_LOCALVERSION=\"\"");
    return ObjectConfiguration.of(object)
        .target(target)
        .kernel(KernelConfiguration.of(HERE, lines));
  }

  /** Read once: the index of names is kept with them. */
  private static Btf kernelTypes() throws IOException {
    Btf known = types;
    if (known == null) {
      known = ObjectReader.readTypes(Path.of("/sys/kernel/btf/vmlinux"));
      types = known;
    }
    return known;
  }

  @Test
  void programsMapsGlobalsAndTailCallsOfAnObjectLoad() throws IOException {
    ObjectFile object = Fixtures.object("linking.o");
    ObjectConfiguration configuration =
        configuration(object)
            .load("unknown_section", false)
            .global("in_rodata", 60)
            .global("in_data", 50)
            .maxEntries("pairs", 77);
    try (KernelEngine engine = KernelEngine.open();
        LoadedObject live = LoadedObject.load(engine, configuration.spec())) {
      assertEquals(
          List.of("calls", "globals", "maps", "tail_calls", "tail_target"),
          live.programs().keySet().stream().sorted().toList());
      assertEquals(77, live.map("pairs").spec().maxEntries());
      // hidden(1) = 2 * (1 + 50); leaf(2); the loops add 0 + 1 + 2 and 0 + 1.
      assertEquals(
          102 + 2 + 3 + 1,
          live.program("calls").run(RunInput.ofContext(new byte[16])).returnValue());
      live.program("globals").run(RunInput.ofContext(new byte[8]));
      assertEquals(50 + 60 + 7 + 8 + 9 + 1, number(live.map(".bss"), "in_bss", object));
      // The static variable that it adds was counted up by the program before.
      assertEquals(4, live.program("tail_calls").run(RunInput.ofData(new byte[64])).returnValue());
    }
  }

  private static int number(BpfMap map, String variable, ObjectFile object) {
    MemorySegment value = MemorySegment.ofArray(new byte[map.valueBytes()]);
    assertTrue(map.lookup(MemorySegment.ofArray(new byte[4]), value));
    return value.get(ValueLayout.JAVA_INT_UNALIGNED, offset(object, variable));
  }

  private static long offset(ObjectFile object, String variable) {
    Btf types = object.loadableTypes().orElseThrow();
    for (int id = 1; id < types.typeCount(); id++) {
      if (types.type(id) instanceof dev.skep.btf.BtfType.DataSection section) {
        for (dev.skep.btf.BtfType.SectionVariable each : section.variables()) {
          if (types.type(each.typeId()).name().equals(variable)) {
            return each.offset();
          }
        }
      }
    }
    throw new AssertionError("no variable " + variable);
  }

  @Test
  void externsOfTheKernelAreFound() throws IOException {
    ObjectConfiguration configuration =
        configuration(Fixtures.object("linking.o")).only(List.of("externs"));
    try (KernelEngine engine = KernelEngine.open();
        LoadedObject live = LoadedObject.load(engine, configuration.spec())) {
      assertEquals(ProgramType.TRACING, live.program("externs").spec().type());
    }
  }

  @Test
  void globalVariablesOfAnArenaAreSharedWithThePrograms() throws IOException {
    ObjectConfiguration configuration = configuration(Fixtures.object("arena.o"));
    try (KernelEngine engine = KernelEngine.open();
        LoadedObject live = LoadedObject.load(engine, configuration.spec())) {
      assertEquals(4, live.program("count").run(RunInput.NONE).returnValue());
      MemorySegment memory = live.map("arena").memory();
      assertEquals(4, memory.get(ValueLayout.JAVA_INT, 0) + memory.get(ValueLayout.JAVA_INT, 4));
    }
  }

  @Test
  void operationsOfACongestionControlAreRegistered() throws IOException {
    Path available = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");
    ObjectConfiguration configuration = configuration(Fixtures.object("operations.o"));
    try (KernelEngine engine = KernelEngine.open();
        LoadedObject live = LoadedObject.load(engine, configuration.spec())) {
      live.register("congestion");
      assertTrue(Files.readString(available).contains("skep_test"));
      live.map("congestion").delete(MemorySegment.ofArray(new byte[4]));
      assertFalse(Files.readString(available).contains("skep_test"));
    }
  }

  @Test
  void publicToolsLoadButForWhatThisKernelRefuses(@TempDir Path folder) throws IOException {
    Path tool = Requires.tool("bashreadline"); // Of Debian's libbpf-tools.
    Map<String, String> refused = new TreeMap<>();
    int loaded = 0;
    try (KernelEngine engine = KernelEngine.open()) {
      for (Path file : EmbeddedObjects.extract(tool.resolveSibling("."), folder)) {
        ObjectFile object = ObjectReader.read(file);
        for (EntryProgram program : object.programs()) {
          Optional<String> reason = tryToLoad(engine, object, program);
          loaded += reason.isEmpty() ? 1 : 0;
          reason.ifPresent(each -> refused.put(file.getFileName() + " " + program.name(), each));
        }
      }
    }
    List<String> unexpected = new ArrayList<>();
    refused.forEach((program, reason) -> {
      if (EXPECTED.stream().noneMatch(reason::contains)) {
        unexpected.add(program + ": " + reason);
      }
    });
    assertEquals(List.of(), unexpected, "loaded: " + loaded);
    assertTrue(loaded > 150, "only " + loaded + " programs loaded");
  }

  private static Optional<String> tryToLoad(
      KernelEngine engine, ObjectFile object, EntryProgram program) throws IOException {
    ObjectConfiguration configuration = configuration(object).only(List.of(program.name()));
    try (LoadedObject live = LoadedObject.load(engine, configuration.spec())) {
      assertEquals(List.of(program.name()), List.copyOf(live.programs().keySet()));
      return Optional.empty();
    } catch (BpfException | ConfigurationException failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }
}
