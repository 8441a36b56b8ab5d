package dev.skep.vm;

import dev.skep.abi.Errno;
import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Clock;
import dev.skep.engine.Engine;
import dev.skep.engine.EventSource;
import dev.skep.engine.Link;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.MapException;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.Program;
import dev.skep.engine.RingReader;
import dev.skep.engine.Symbols;
import dev.skep.engine.TracepointFormat;
import dev.skep.engine.UnsupportedException;
import dev.skep.engine.UpdateMode;
import dev.skep.spec.Bytes;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.vm.helper.HelperTable;
import dev.skep.vm.hook.ProgramEntry;
import dev.skep.vm.hook.Replay;
import dev.skep.vm.jit.JitCompiler;
import dev.skep.vm.map.MapFactory;
import dev.skep.vm.map.MapHome;
import dev.skep.vm.map.MapTable;
import dev.skep.vm.map.MemoryBudget;
import dev.skep.vm.map.PerfEventArrayMap;
import dev.skep.vm.map.RingBufferMap;
import dev.skep.vm.map.UserRingBufferMap;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.memory.AddressSpace;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.run.CpuSlots;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.HelperSource;
import dev.skep.vm.run.Lowering;
import dev.skep.vm.run.Machine;
import dev.skep.vm.run.RunCounter;
import dev.skep.vm.run.RunLimits;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The embedded engine: programs run in this process, on any operating system, for any user. Its
 * events come from an {@link EventSource}, on whose clock everything then happens; without one,
 * only programs that are run directly do anything.
 *
 * <pre>{@code
 * try (VmEngine engine = VmEngine.builder().events(recording).build()) {
 *   BpfMap counts = engine.create(countsSpec);
 *   Program program = engine.load(programSpec, Map.of("counts", counts));
 *   engine.attach(program, new AttachTarget.Tracepoint("block", "block_rq_issue"));
 *   while (engine.await(Long.MAX_VALUE) != Engine.Wake.ENDED) {}
 * }
 * }</pre>
 */
public final class VmEngine implements Engine {
  /** So that what runs a few times only does not pay for a class. */
  private static final int ENTRIES_BEFORE_COMPILATION = 100;

  private final @Nullable EventSource events;
  private final @Nullable Replay replay;
  private final Machine machine;
  private final MapHome home;
  private final HelperSource helpers;
  private final CpuSlots slots;
  private final PacketNetwork network;
  private final Hooks hooks;
  private final boolean counting;
  private final RunMode mode;
  private final MemoryAccess memoryAccess;
  private final Signal signal = new Signal();
  private final List<VmRingReader> readers = new CopyOnWriteArrayList<>();
  private final Map<Integer, Executable> programs = new ConcurrentHashMap<>();
  private final AtomicInteger lastProgram = new AtomicInteger();

  /** What {@link #close} closes, the newest last. */
  private final Set<AutoCloseable> made = new LinkedHashSet<>();

  VmEngine(VmEngineBuilder builder) {
    this.events = builder.events;
    this.mode = builder.mode;
    this.memoryAccess = builder.memoryAccess;
    this.replay = events == null ? null : new Replay(events);
    int cpus = events == null ? builder.cpus : Math.max(events.cpus(), 1);
    Clock clock = replay == null ? builder.clock : replay;
    AddressSpace space = new AddressSpace();
    MapTable table = new MapTable();
    this.machine = new Machine(space, table, clock, cpus, builder.printer::accept, builder.uidGid);
    this.home =
        new MapHome(
            this, space, table, new MemoryBudget(builder.mapMemoryBytes), cpus, programs::get);
    HelperTable helperTable = HelperTable.standard();
    builder.helpers.forEach((id, helper) -> helperTable.add(id, HostHelperAdapter.of(helper)));
    this.helpers = helperTable.source(machine);
    this.slots = new CpuSlots(machine);
    this.network = builder.network();
    this.hooks = new Hooks(this, slots, network);
    this.counting = builder.counting;
  }

  /** A builder of an engine without events, on the host's clock. */
  public static VmEngineBuilder builder() {
    return new VmEngineBuilder();
  }

  @Override
  public String name() {
    return "vm";
  }

  @Override
  public BpfMap create(MapSpec spec) {
    VmMap map = remember(MapFactory.create(home, spec));
    for (MapSpec.Entry entry : spec.contents()) {
      switch (entry) {
        case MapSpec.Entry.Value(Bytes key, Bytes value) ->
            map.update(key.segment(), value.segment(), UpdateMode.ANY);
        case MapSpec.Entry.InnerMap(Bytes key, String name) ->
            map.update(key.segment(), number(named(VmMap.class, spec, name).id()), UpdateMode.ANY);
        case MapSpec.Entry.ProgramName(Bytes key, String name) ->
            map.update(
                key.segment(),
                number(named(VmProgram.class, spec, name).executable().id()),
                UpdateMode.ANY);
      }
    }
    if (spec.frozen()) {
      map.freeze();
    }
    return map;
  }

  private static MemorySegment number(int id) {
    return MemorySegment.ofArray(new int[] {id});
  }

  /** The one open map or program with a name. */
  private <T> T named(Class<T> kind, MapSpec holder, String name) {
    List<T> found;
    synchronized (made) {
      found =
          made.stream()
              .filter(kind::isInstance)
              .map(kind::cast)
              .filter(each -> name.equals(nameOf(each)))
              .toList();
    }
    if (found.size() != 1) {
      throw new MapException(
          Errno.ENOENT,
          "map \"%s\" shall hold \"%s\", of which this engine has %d open"
              .formatted(holder.name(), name, found.size()));
    }
    return found.getFirst();
  }

  private static String nameOf(Object resource) {
    return switch (resource) {
      case VmMap map -> map.closed() ? "" : map.spec().name();
      case VmProgram program -> program.closed() ? "" : program.spec().name();
      default -> "";
    };
  }

  /**
   * The number of 4 bytes that stands for a map of this engine as the value of a map of maps, where
   * the kernel wants a file descriptor.
   */
  @Override
  public int descriptor(BpfMap map) {
    if (map instanceof VmMap own && own.engine() == this) {
      return own.id();
    }
    throw new UnsupportedException(map + " is not of this engine");
  }

  /** The number of 4 bytes that stands for a program as the value of a program array. */
  @Override
  public int descriptor(Program program) {
    if (program instanceof VmProgram own && own.engine() == this) {
      return own.executable().id();
    }
    throw new UnsupportedException(program + " is not of this engine");
  }

  /**
   * Hands a record to the programs that drain a user ring buffer.
   *
   * @return false when there is no room for it
   */
  public boolean submit(BpfMap userRing, MemorySegment record) {
    if (userRing instanceof UserRingBufferMap ring && ring.engine() == this) {
      return ring.submit(record) == 0;
    }
    throw new UnsupportedException(userRing + " is not a user ring buffer of this engine");
  }

  private <T extends AutoCloseable> T remember(T resource) {
    synchronized (made) {
      made.add(resource);
    }
    return resource;
  }

  @Override
  public Program load(ProgramSpec spec, Map<String, BpfMap> maps, LoadOptions options) {
    List<VmMap> used = new ArrayList<>();
    for (Map.Entry<String, BpfMap> each : maps.entrySet()) {
      if (!(each.getValue() instanceof VmMap map) || map.engine() != this) {
        throw new UnsupportedException(
            "program \"%s\": map \"%s\" is not of this engine"
                .formatted(spec.name(), each.getKey()));
      }
      used.add(map);
    }
    RunLimits limits = new RunLimits(options.instructionBudget(), false, counting);
    Executable executable =
        Lowering.lower(lastProgram.incrementAndGet(), spec, maps, helpers, limits);
    if (mode == RunMode.JIT) {
      executable.compileAfter(
          ENTRIES_BEFORE_COMPILATION,
          () ->
              JitCompiler.compile(executable, memoryAccess.mode(), used)
                  .ifPresent(executable::install));
    }
    VmProgram program = new VmProgram(this, executable, used);
    programs.put(executable.id(), executable);
    return remember(program);
  }

  /**
   * How often a program of this engine ran, and how long.
   *
   * @throws UnsupportedException when the engine was built without {@link
   *     VmEngineBuilder#statistics}
   */
  public Statistics statistics(Program program) {
    RunCounter counter =
        program instanceof VmProgram own && own.engine() == this
            ? own.executable().counter()
            : null;
    if (counter == null) {
      throw new UnsupportedException(
          program + ": runs are not counted; build the engine with statistics");
    }
    return new Statistics(counter.runs(), counter.nanos());
  }

  /**
   * What a program's runs were.
   *
   * @param runs how many have ended, trapped ones included
   * @param nanos the time of all of them in nanoseconds
   */
  public record Statistics(long runs, long nanos) {}

  void unload(Executable executable) {
    programs.remove(executable.id());
  }

  CpuSlots slots() {
    return slots;
  }

  PacketNetwork network() {
    return network;
  }

  /**
   * Defines a hook on which programs see packets that the host hands in.
   *
   * @param name what {@link AttachTarget.Hook} names it by
   */
  public PacketHook packetHook(String name, PacketHook.Kind kind) {
    return hooks.packetHook(name, kind);
  }

  /**
   * Defines a hook of the host's own.
   *
   * @param name what {@link AttachTarget.Hook} names it by
   * @param type the type of programs that it takes
   * @param contextBytes how many bytes R1 points to
   * @param writable whether programs may write them
   */
  public HostHook hostHook(String name, ProgramType type, int contextBytes, boolean writable) {
    return hooks.hostHook(name, type, contextBytes, writable);
  }

  @Override
  public Link attach(Program program, AttachTarget target) {
    if (!(program instanceof VmProgram own) || own.engine() != this) {
      throw new AttachException(target + ": the program is not of this engine");
    }
    return switch (target) {
      case AttachTarget.Tracepoint tracepoint -> remember(attachTracepoint(own, tracepoint));
      case AttachTarget.RawTracepoint raw ->
          throw new AttachException(
              raw + ": a recording holds no arguments of raw tracepoints; use the tracepoint");
      case AttachTarget.Hook hook -> remember(hooks.attach(own, hook));
      case AttachTarget.Live live ->
          throw new AttachException(live + ": only a running kernel has it; use --engine kernel");
    };
  }

  private Link attachTracepoint(VmProgram program, AttachTarget.Tracepoint target) {
    Replay running = replay;
    if (running == null) {
      throw new AttachException(
          target + ": the vm engine has no events of its own; give it a recording (--replay FILE)");
    }
    if (program.spec().type() != ProgramType.TRACEPOINT) {
      throw new AttachException(
          "%s: %s has type %s, expected tracepoint"
              .formatted(target, program, program.spec().type().label()));
    }
    TracepointFormat format =
        catalog()
            .tracepoint(target.category(), target.name())
            .orElseThrow(() ->
                new AttachException(target + ": no such tracepoint in " + catalog().origin()));
    ProgramEntry entry = program.entry();
    running.attach(format.id(), entry);
    return new VmLink(program, target, () -> running.detach(format.id(), entry));
  }

  @Override
  public RingReader reader(BpfMap map) {
    RingBufferMap ring =
        switch (map) {
          case RingBufferMap own when own.engine() == this -> own;
          case PerfEventArrayMap own when own.engine() == this -> own.open();
          default -> throw new UnsupportedException(map + " is not a ring buffer of this engine");
        };
    VmRingReader reader = new VmRingReader(ring, this);
    ring.listener(signal::records);
    readers.add(reader);
    return remember(reader);
  }

  void forget(VmRingReader reader) {
    readers.remove(reader);
  }

  @Override
  public ProbeCatalog catalog() {
    return events == null ? new NoCatalog() : events.catalog();
  }

  @Override
  public Clock clock() {
    return machine.clock();
  }

  @Override
  public Symbols symbols() {
    return Symbols.NONE;
  }

  @Override
  public int cpus() {
    return machine.cpus();
  }

  @Override
  public Wake await(long deadlineNanos) {
    return replay == null ? awaitHost(deadlineNanos) : awaitReplay(replay, deadlineNanos);
  }

  private boolean hasRecords() {
    for (VmRingReader reader : readers) {
      if (reader.hasRecords()) {
        return true;
      }
    }
    return false;
  }

  private Wake awaitReplay(Replay running, long deadline) {
    while (true) {
      if (signal.takeWake()) {
        return Wake.WOKEN;
      }
      if (!readers.isEmpty() && hasRecords()) {
        return Wake.RECORDS;
      }
      if (!running.advance(slots, deadline)) {
        return running.ended() ? Wake.ENDED : Wake.DEADLINE;
      }
    }
  }

  private Wake awaitHost(long deadline) {
    try {
      while (true) {
        if (signal.takeWake()) {
          return Wake.WOKEN;
        }
        if (hasRecords()) {
          return Wake.RECORDS;
        }
        long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - clock().nanos();
        if (left <= 0) {
          return Wake.DEADLINE;
        }
        signal.await(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Wake.WOKEN;
    }
  }

  @Override
  public void wake() {
    signal.wake();
  }

  @Override
  public void close() {
    List<AutoCloseable> all;
    synchronized (made) {
      all = new ArrayList<>(made);
      made.clear();
    }
    for (AutoCloseable each : all.reversed()) {
      switch (each) {
        case Link link -> link.close();
        case RingReader reader -> reader.close();
        case Program program -> program.close();
        case BpfMap map -> map.close();
        default -> throw new IllegalStateException("cannot close " + each);
      }
    }
    if (events != null) {
      events.close();
    }
  }
}
