package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.AttachType;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfException;
import dev.skep.engine.BpfMap;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.testkit.Requires;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each kind of target: a real event reaches the program, and none does after the link is closed.
 */
class AttachTest {
  private static final int XDP_PASS = 2;
  private static final int ALLOW = 1;
  private static final int TC_NEXT = -1;

  private KernelEngine engine;
  private BpfMap counts;

  @BeforeEach
  void open() {
    Requires.kernel();
    engine = KernelEngine.open();
    counts = engine.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
    }
  }

  private interface Event {
    void happen() throws Exception;
  }

  private long count() {
    long[] value = new long[1];
    assertTrue(counts.lookup(MemorySegment.ofArray(new int[1]), MemorySegment.ofArray(value)));
    return value[0];
  }

  private KernelLink attach(ProgramSpec spec, AttachTarget target) {
    return engine.attach(engine.load(spec, Map.of("counts", counts)), target);
  }

  /** Repeats an event for up to five seconds until that many were counted. */
  private void until(long expected, Event event) throws Exception {
    for (int i = 0; i < 1000 && count() < expected; i++) {
      event.happen();
      Thread.sleep(i == 0 ? 0 : 5);
    }
  }

  /** Lets an event happen until the program has seen one, with the link and without it. */
  private void reaches(ProgramSpec spec, AttachTarget target, Event event) throws Exception {
    long before = count();
    try (KernelLink link = attach(spec, target)) {
      assertEquals(target, link.target());
      until(before + 1, event);
      assertTrue(count() > before, "no event of " + target + " reached the program");
    }
    long after = count();
    event.happen();
    assertEquals(after, count(), "the program still runs after its link was closed");
  }

  @Test
  void tracepoint() throws Exception {
    reaches(
        Programs.countingProcess(ProgramType.TRACEPOINT, ProcessHandle.current().pid()),
        new AttachTarget.Tracepoint("syscalls", "sys_enter_openat"),
        () -> Files.readString(Path.of("/proc/self/comm")));
  }

  @Test
  void tracepointAsKernelsWithoutLinksOfPerfEventsHaveIt() throws Exception {
    AttachTarget.Tracepoint target = new AttachTarget.Tracepoint("syscalls", "sys_enter_openat");
    int id = engine.catalog().tracepoint(target.category(), target.name()).orElseThrow().id();
    KernelProgram program =
        engine.load(
            Programs.countingProcess(ProgramType.TRACEPOINT, ProcessHandle.current().pid()),
            Map.of("counts", counts));
    Event event = () -> Files.readString(Path.of("/proc/self/comm"));
    try (KernelLink link = new PerfEvents(engine, false).tracepoint(program, target, id)) {
      assertInstanceOf(PerfEventLink.class, link);
      until(1, event);
      assertTrue(count() > 0);
    }
    long after = count();
    event.happen();
    assertEquals(after, count());
  }

  @Test
  void rawTracepoint() throws Exception {
    reaches(
        Programs.countingProcess(ProgramType.RAW_TRACEPOINT, ProcessHandle.current().pid()),
        new AttachTarget.RawTracepoint("task_newtask"),
        () -> Thread.ofPlatform().start(() -> {}).join());
  }

  @Test
  void typedTracepoint() throws Exception {
    ProgramSpec spec =
        Programs.countingProcess(ProgramType.TRACING, ProcessHandle.current().pid()).toBuilder()
            .expectedAttachType(AttachType.TRACE_RAW_TP)
            .attachTarget("task_newtask")
            .build();
    reaches(
        spec, new AttachTarget.VerifiedTarget(), () -> Thread.ofPlatform().start(() -> {}).join());
  }

  @Test
  void counterOnEveryCpu() throws Exception {
    AttachTarget target = AttachTarget.PerfEvent.profile(999);
    try (KernelLink link = attach(Programs.counting(ProgramType.PERF_EVENT), target)) {
      LinkGroup group = assertInstanceOf(LinkGroup.class, link);
      assertTrue(group.links().size() >= 1);
    }
    reaches(Programs.counting(ProgramType.PERF_EVENT), target, AttachTest::burn);
  }

  @Test
  void counterOfOneThread() throws Exception {
    // /proc/thread-self leads to PID/task/TID.
    Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    int thread = Integer.parseInt(self.getFileName().toString());
    reaches(
        Programs.counting(ProgramType.PERF_EVENT),
        new AttachTarget.PerfEvent(1, 0, 999, true, thread),
        AttachTest::burn);
  }

  private static void burn() {
    long end = System.nanoTime() + 5_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void instructionOfALibrary(boolean onReturn) throws Exception {
    LibraryFunction function = LibraryFunction.find("getppid");
    reaches(
        Programs.counting(ProgramType.KPROBE),
        new AttachTarget.Uprobe(
            function.file(), function.offset(), onReturn, AttachTarget.ANY_PROCESS, 0),
        function::call);
    int self = (int) ProcessHandle.current().pid();
    reaches(
        Programs.counting(ProgramType.KPROBE),
        new AttachTarget.Uprobe(function.file(), function.offset(), onReturn, self, 0),
        function::call);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyInstructionsOfALibrary(boolean onReturn) throws Exception {
    LibraryFunction function = LibraryFunction.find("getppid");
    LibraryFunction other = LibraryFunction.find("getgid");
    ProgramSpec spec =
        Programs.counting(ProgramType.KPROBE, 0)
            .expectedAttachType(AttachType.TRACE_UPROBE_MULTI)
            .build();
    List<AttachTarget.UprobeMulti.Probe> probes =
        List.of(
            new AttachTarget.UprobeMulti.Probe(function.offset(), 0, 1),
            new AttachTarget.UprobeMulti.Probe(other.offset(), 0, 2));
    reaches(
        spec,
        new AttachTarget.UprobeMulti(
            function.file(), probes, onReturn, (int) ProcessHandle.current().pid()),
        other::call);
  }

  /** A function of libc: where it lies in its file, by the process's own mappings. */
  private record LibraryFunction(Path file, long offset, MethodHandle handle) {
    @SuppressWarnings("restricted")
    static LibraryFunction find(String name) throws Exception {
      Linker linker = Linker.nativeLinker();
      MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
      MethodHandle handle = linker.downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT));
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        String[] parts = line.split("\\s+", 6);
        String[] range = parts[0].split("-");
        long start = Long.parseUnsignedLong(range[0], 16);
        long end = Long.parseUnsignedLong(range[1], 16);
        if (symbol.address() >= start && symbol.address() < end) {
          long offset = symbol.address() - start + Long.parseLong(parts[2], 16);
          return new LibraryFunction(Path.of(parts[5]), offset, handle);
        }
      }
      throw new AssertionError("no mapping holds " + name);
    }

    void call() throws Exception {
      try {
        assertTrue((int) handle.invokeExact() >= 0);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void anIteratorWritesALineForEachMap() throws Exception {
    // The context starts with a pointer to bpf_iter_meta, and that with a pointer to seq_file.
    ProgramSpec spec =
        ProgramSpec.builder("each_map", ProgramType.TRACING)
            .expectedAttachType(AttachType.TRACE_ITER)
            .attachTarget("bpf_map")
            .code(
                Assembler.assemble(
                    """
                    r1 = *(u64 *)(r1 +0)
                    r1 = *(u64 *)(r1 +0)
                    *(u64 *)(r10 -8) = 0x0a70616d
                    r2 = r10
                    r2 += -8
                    r3 = 4
                    call bpf_seq_write#127
                    r0 = 0
                    exit
                    """))
            .build();
    BpfLink link = assertInstanceOf(BpfLink.class, attach(spec, new AttachTarget.Iterator()));
    for (int round = 0; round < 2; round++) {
      try (var output = link.iterate()) {
        String text = new String(output.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertTrue(text.startsWith("map\n"), text);
      }
    }
  }

  @Test
  void packetsOfAnInterface() throws Exception {
    try (VethPair veth = VethPair.create()) {
      reaches(
          Programs.counting(ProgramType.XDP, XDP_PASS).build(),
          new AttachTarget.Xdp(veth.peer(), AttachTarget.Xdp.Mode.GENERIC),
          veth::send);
      reaches(
          Programs.counting(ProgramType.XDP, XDP_PASS).build(),
          new AttachTarget.Xdp(veth.peer(), AttachTarget.Xdp.Mode.NATIVE),
          veth::send);
      reaches(
          Programs.counting(ProgramType.SCHED_CLS, TC_NEXT).build(),
          new AttachTarget.TrafficControl(veth.peer(), true),
          veth::send);
      reaches(
          Programs.counting(ProgramType.SCHED_CLS, TC_NEXT).build(),
          new AttachTarget.TrafficControl(veth.name(), false),
          veth::send);
    }
  }

  @Test
  void aLinkTakesAnotherProgramInPlace() throws Exception {
    try (VethPair veth = VethPair.create()) {
      AttachTarget target = new AttachTarget.TrafficControl(veth.name(), false);
      BpfLink link =
          assertInstanceOf(
              BpfLink.class, attach(Programs.returning(ProgramType.SCHED_CLS, TC_NEXT), target));
      link.update(
          engine.load(
              Programs.counting(ProgramType.SCHED_CLS, TC_NEXT).build(), Map.of("counts", counts)));
      until(1, veth::send);
      assertTrue(count() > 0);
    }
  }

  @Test
  void socketsOfAControlGroup() throws Exception {
    Path root =
        List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup")).stream()
            .filter(each -> Files.exists(each.resolve("cgroup.controllers")))
            .findFirst()
            .orElseThrow();
    Path group = root.resolve("skep-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    try {
      String script =
          "echo $$ > " + group.resolve("cgroup.procs") + " && exec 3<>/dev/udp/127.0.0.1/9";
      reaches(
          Programs.counting(ProgramType.CGROUP_SOCK, ALLOW)
              .expectedAttachType(AttachType.CGROUP_INET_SOCK_CREATE)
              .build(),
          new AttachTarget.ControlGroup(group, AttachType.CGROUP_INET_SOCK_CREATE),
          () -> Tool.run("bash", "-c", script));
    } finally {
      Files.delete(group);
    }
  }

  @Test
  void lookUpsOfSockets() throws Exception {
    reaches(
        Programs.counting(ProgramType.SK_LOOKUP, ALLOW)
            .expectedAttachType(AttachType.SK_LOOKUP)
            .build(),
        new AttachTarget.NetworkNamespace(Path.of("/proc/self/ns/net"), AttachType.SK_LOOKUP),
        () -> {
          try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
              Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(client.isConnected());
          }
        });
  }

  @Test
  void packetsAtAHookOfNetfilter() throws Exception {
    int localOut = 3;
    reaches(
        Programs.counting(ProgramType.NETFILTER, ALLOW)
            .expectedAttachType(AttachType.NETFILTER)
            .build(),
        new AttachTarget.Netfilter(2, localOut, 77),
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress local = InetAddress.ofLiteral("127.0.0.1");
            socket.send(new DatagramPacket(new byte[1], 1, local, 9));
          }
        });
  }

  @Test
  void whatDoesNotExistOrDoesNotFitIsSaid() {
    ProgramSpec tracepoint = Programs.counting(ProgramType.TRACEPOINT);
    fails(
        "no tracepoint:no:such: /sys/kernel/",
        tracepoint,
        new AttachTarget.Tracepoint("no", "such"));
    fails(
        "program counting (tracepoint) cannot be attached to rawtracepoint:sys_enter, which takes"
            + " type raw_tracepoint or raw_tracepoint_writable",
        tracepoint,
        new AttachTarget.RawTracepoint("sys_enter"));
    fails(
        "no rawtracepoint:no_such: the kernel has no tracepoint of this name",
        Programs.counting(ProgramType.RAW_TRACEPOINT),
        new AttachTarget.RawTracepoint("no_such"));
    fails(
        "cannot attach to xdp:none0: none0: ",
        Programs.counting(ProgramType.XDP),
        new AttachTarget.Xdp("none0", AttachTarget.Xdp.Mode.BEST));
    fails(
        "cannot attach to netns:/no/such:sk_lookup: /no/such: ",
        Programs.counting(ProgramType.SK_LOOKUP, ALLOW)
            .expectedAttachType(AttachType.SK_LOOKUP)
            .build(),
        new AttachTarget.NetworkNamespace(Path.of("/no/such"), AttachType.SK_LOOKUP));
  }

  private void fails(String start, ProgramSpec spec, AttachTarget target) {
    AttachException thrown = assertThrows(AttachException.class, () -> attach(spec, target));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void aKernelWithoutKprobesSaysSo() {
    AttachTarget target = new AttachTarget.Kprobe("do_sys_openat2", 0, false);
    try (KernelLink link = attach(Programs.counting(ProgramType.KPROBE), target)) {
      assertEquals(target, link.target());
      assertTrue(Files.exists(Path.of("/sys/bus/event_source/devices/kprobe/type")));
    } catch (BpfException refused) {
      assertTrue(refused.toString().contains("kprobe:do_sys_openat2"), refused.getMessage());
    }
  }

  @Test
  void aThousandRoundsLeakNoDescriptor() throws Exception {
    ProgramSpec spec = Programs.counting(ProgramType.RAW_TRACEPOINT);
    AttachTarget target = new AttachTarget.RawTracepoint("sched_process_hang");
    long before = 0;
    for (int i = 0; i < 1000; i++) {
      if (i == 1) {
        before = descriptors();
      }
      try (BpfMap map = engine.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
          KernelProgram program = engine.load(spec, Map.of("counts", map));
          KernelLink link = engine.attach(program, target)) {
        assertEquals(program, link.program());
      }
    }
    assertEquals(before, descriptors());
    assertEquals(1, engine.ownership().find(Resource.class, each -> true).size());
  }

  @Test
  void closingTheEngineClosesEverything() throws Exception {
    long before = 0;
    for (int i = 0; i < 20; i++) {
      if (i == 1) {
        before = descriptors();
      }
      KernelEngine one = KernelEngine.open();
      BpfMap map = one.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
      BpfMap ring = one.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096));
      one.reader(ring);
      KernelProgram program =
          one.load(Programs.counting(ProgramType.TRACEPOINT), Map.of("counts", map));
      one.attach(program, new AttachTarget.Tracepoint("syscalls", "sys_enter_reboot"));
      one.close();
      one.close();
      assertThrows(IllegalStateException.class, program::descriptor);
    }
    assertEquals(before, descriptors());
  }

  private static long descriptors() throws Exception {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
