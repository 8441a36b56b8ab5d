package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.Errno;
import dev.skep.abi.LinkType;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.MapException;
import dev.skep.engine.RunInput;
import dev.skep.engine.UpdateMode;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.testkit.Requires;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectsTest {
  private KernelEngine engine;

  @BeforeEach
  void open() {
    Requires.kernel();
    engine = KernelEngine.open();
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void theKernelDescribesAMapAndOpensItAgainByItsId() {
    KernelMap map = engine.create(MapSpec.of("told", MapType.HASH, 4, 8, 7).withFlags(1));
    MapInformation said = map.information();
    assertEquals("told", said.name());
    assertEquals(MapType.HASH.code(), said.type());
    assertEquals(7, said.maxEntries());
    assertTrue(engine.objects().mapIds().contains(said.id()));
    assertEquals(said, engine.objects().map(said.id()).orElseThrow());
    MemorySegment key = MemorySegment.ofArray(new int[] {1});
    map.update(key, MemorySegment.ofArray(new long[] {5}), UpdateMode.ANY);
    try (KernelMap again = engine.openMap(said.id())) {
      assertEquals(map.spec(), again.spec());
      long[] value = new long[1];
      assertTrue(again.lookup(key, MemorySegment.ofArray(value)));
      assertEquals(5, value[0]);
    }
    assertTrue(engine.objects().map(Integer.MAX_VALUE).isEmpty());
    MapException thrown = assertThrows(MapException.class, () -> engine.openMap(Integer.MAX_VALUE));
    assertEquals(Errno.ENOENT, thrown.errno());
  }

  @Test
  void theKernelDescribesProgramsAndLinks() {
    KernelMap counts = engine.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
    KernelProgram program =
        engine.load(Programs.counting(ProgramType.RAW_TRACEPOINT), Map.of("counts", counts));
    ProgramInformation said = program.information();
    assertEquals("counting", said.name());
    assertEquals(List.of(counts.information().id()), said.mapIds());
    assertTrue(said.gplCompatible());
    assertEquals(8, said.tag().length());
    assertTrue(said.translatedBytes() > 0);
    assertEquals(said, engine.objects().program(said.id()).orElseThrow());
    BpfLink link =
        assertInstanceOf(
            BpfLink.class,
            engine.attach(program, new AttachTarget.RawTracepoint("sched_process_hang")));
    LinkInformation linked = link.information();
    assertEquals(said.id(), linked.programId());
    assertEquals(LinkType.RAW_TRACEPOINT.code(), linked.type());
    assertTrue(engine.objects().linkIds().contains(linked.id()));
    link.close();
    assertTrue(engine.objects().link(linked.id()).isEmpty());
  }

  @Test
  @SuppressWarnings("try")
  void runsAreCountedWhileStatisticsAreOn() {
    KernelMap counts = engine.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
    KernelProgram program =
        engine.load(Programs.counting(ProgramType.RAW_TRACEPOINT), Map.of("counts", counts));
    engine.attach(program, new AttachTarget.RawTracepoint("sys_enter"));
    long[] counted = new long[1];
    MemorySegment first = MemorySegment.ofArray(new int[1]);
    try (RunTimeStatistics statistics = engine.objects().measureRunTime()) {
      for (int i = 0; i < 100; i++) {
        counts.lookup(first, MemorySegment.ofArray(counted));
      }
    }
    ProgramInformation said = program.information();
    assertTrue(said.runs() >= 100, "runs=" + said.runs());
    assertTrue(said.runNanos() > 0);
  }

  private ProgramSpec tailCalling() {
    Code text =
        Assembler.assemble(
            """
            r2 = 0 ll
            r3 = 1
            call bpf_tail_call#12
            r0 = 77
            exit
            """);
    List<Instruction> code = new ArrayList<>(text.instructions());
    code.set(
        0, new Instruction.LoadImmediate64(dev.skep.isa.Register.R2, PseudoImmediate.MAP_FD, 0, 0));
    return ProgramSpec.builder("caller", ProgramType.XDP)
        .code(Code.of(code))
        .reference(0, new Reference.ToMap("jumps"))
        .build();
  }

  @Test
  void aProgramArrayIsChangedOnlyWhereItDiffers() {
    KernelMap map = engine.create(MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 3));
    KernelProgram one = engine.load(Programs.returning(ProgramType.XDP, 1), Map.of());
    KernelProgram two = engine.load(Programs.returning(ProgramType.XDP, 2), Map.of());
    KernelProgram caller = engine.load(tailCalling(), Map.of("jumps", map));
    ProgramArray jumps = ProgramArray.of(map);
    RunInput input = RunInput.ofData(new byte[64]);
    assertEquals(77, caller.run(input).returnValue());
    assertFalse(jumps.removeIfPresent(1));
    assertTrue(jumps.putIfDifferent(1, one));
    assertFalse(jumps.putIfDifferent(1, one));
    assertEquals(1, caller.run(input).returnValue());
    assertTrue(jumps.putIfDifferent(1, two));
    assertEquals(2, caller.run(input).returnValue());
    assertEquals(two.information().id(), jumps.programId(1));
    assertTrue(jumps.removeIfPresent(1));
    assertEquals(0, jumps.programId(1));
    assertThrows(
        MapException.class,
        () -> ProgramArray.of(engine.create(MapSpec.of("a", MapType.ARRAY, 4, 4, 1))));
  }

  @Test
  void hundredsOfVirtualThreadsChangeOneProgramArray() throws Exception {
    KernelMap map = engine.create(MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 8));
    KernelProgram program = engine.load(Programs.returning(ProgramType.XDP, 1), Map.of());
    ProgramArray jumps = ProgramArray.of(map);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int index = i % 8;
      threads.add(Thread.ofVirtual().start(() -> jumps.put(index, program)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < 8; i++) {
      assertEquals(program.information().id(), jumps.programId(i));
    }
  }

  /** In a mount namespace of its own, so that nothing stays behind. */
  @Test
  void pinnedMapsAreSharedByNameAndOutliveTheirEngine() throws Exception {
    Requires.tool("unshare");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String output =
        Tool.run(
            "unshare",
            "-m",
            "sh",
            "-c",
            "while umount /sys/fs/bpf 2>/dev/null; do :; done; exec "
                + java
                + " --enable-native-access=ALL-UNNAMED -cp \"$1\" dev.skep.kernel.PinsMaps",
            "sh",
            System.getProperty("java.class.path"));
    assertEquals(
        """
        mounted bpf at /sys/fs/bpf to pin objects there
        pinned
        value=5
        value=6
        map shared cannot be shared: at /sys/fs/bpf/shared is one with type=hash key=4 value=8\
         entries=3 flags=0x0, wanted type=hash key=4 value=8 entries=4 flags=0x0
        no map is pinned at /sys/fs/bpf/named
        """,
        output);
  }

  @Test
  void aMapOfAnotherEngineIsRefused() {
    try (KernelEngine other = KernelEngine.open()) {
      BpfMap ring = other.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096));
      assertThrows(MapException.class, () -> engine.reader(ring));
    }
  }
}
