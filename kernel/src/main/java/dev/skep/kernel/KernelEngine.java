package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.abi.MapType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfMap;
import dev.skep.engine.Clock;
import dev.skep.engine.Engine;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.MapException;
import dev.skep.engine.ProbeCatalog;
import dev.skep.engine.Program;
import dev.skep.engine.RingReader;
import dev.skep.engine.Symbols;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.InformationAttribute;
import dev.skep.kernel.sys.Syscall;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Linux's own BPF. Maps, programs and links are the kernel's; closing the engine closes their
 * descriptors, the youngest first.
 */
public final class KernelEngine implements Engine {
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.BPF, Capability.PERFMON);

  private final Ownership ownership = new Ownership();
  private final Waiter waiter = new Waiter();
  private final Clock clock = new MonotonicClock();
  private final KernelSymbols symbols = new KernelSymbols();
  private final int cpus = PossibleCpus.read();
  private final TypeObjects types = new TypeObjects();
  private final MapFactory maps = new MapFactory(this);
  private final ProbeCatalog catalog;
  private final Attachments attachments;

  private final BpfFilesystem files;
  private final OpenMaps openMaps;

  private KernelEngine(Consumer<String> notices) {
    this.files = new BpfFilesystem(notices);
    this.openMaps = new OpenMaps(this, files);
    Tracefs tracefs = new Tracefs(notices);
    this.catalog = new TracefsCatalog(tracefs, types);
    this.attachments = new Attachments(this, tracefs);
  }

  /** Opens the engine of this machine; nobody hears what it changes on it. */
  public static KernelEngine open() {
    return open(_ -> {});
  }

  /**
   * Opens the engine of this machine. It changes nothing yet.
   *
   * @param notices takes a line whenever the engine had to change something on the machine, such as
   *     mounting tracefs
   * @throws UnsupportedException when this is not Linux
   */
  public static KernelEngine open(Consumer<String> notices) {
    if (!linux()) {
      throw new UnsupportedException("the kernel engine needs Linux, this is " + system());
    }
    return new KernelEngine(notices);
  }

  /**
   * Whether bpf(2) may be used here for tracing: asks for the capabilities first, then the kernel,
   * with a command that does nothing.
   */
  public static Availability availability() {
    if (!linux()) {
      return new Availability.Unavailable("bpf(2) needs Linux, this is " + system());
    }
    Set<Capability> held = Privileges.effective();
    if (!held.containsAll(NEEDED)) {
      return new Availability.Unavailable(
          "bpf(2) is not permitted: " + Refusal.obstacle(NEEDED, held));
    }
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, InformationAttribute.FD, -1);
      long result =
          Syscall.bpf(call, Command.OBJ_GET_INFO_BY_FD, attribute, InformationAttribute.BYTES);
      // No such descriptor: the command was reached.
      return Syscall.failed(result, Errno.EBADFD) || Syscall.failed(result, Errno.EBADF)
          ? new Availability.Available()
          : new Availability.Unavailable(
              "bpf(2) is there but refuses: "
                  + Syscall.describe(result)
                  + "; "
                  + Refusal.obstacle(NEEDED, held));
    }
  }

  /**
   * Begins, on another thread, what is slow about a cold first system call: linking it takes 30 to
   * 80 ms, which a program may spend on reading its input. Does nothing where there is no Linux.
   */
  public static void prepare() {
    if (linux()) {
      Thread.ofPlatform().daemon().name("skep-link").start(Syscall::link);
    }
  }

  private static boolean linux() {
    return system().equals("Linux");
  }

  private static String system() {
    return System.getProperty("os.name");
  }

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public KernelMap create(MapSpec spec) {
    ownership.check();
    return ownership.add(spec.pinnedByName() ? shared(spec) : maps.create(spec));
  }

  private KernelMap shared(MapSpec spec) {
    return openMaps.shared(spec).orElseGet(() -> share(maps.create(spec)));
  }

  private KernelMap share(KernelMap made) {
    try {
      openMaps.share(made);
      return made;
    } catch (MapException e) {
      made.close();
      // Another process was faster.
      if (e.errno() == Errno.EEXIST) {
        return openMaps.shared(made.spec()).orElseThrow(() -> e);
      }
      throw e;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /**
   * Opens a map that is there already, whoever made it.
   *
   * @throws MapException with ENOENT when there is none
   */
  public KernelMap openMap(int id) {
    ownership.check();
    return ownership.add(openMaps.byId(id));
  }

  /**
   * Opens a map that is pinned in a BPF file system.
   *
   * @throws MapException with ENOENT when there is none
   */
  public KernelMap openMap(Path path) {
    ownership.check();
    return ownership.add(openMaps.byPath(path));
  }

  /** All BPF objects of this machine, whoever made them. */
  public KernelObjects objects() {
    return new KernelObjects();
  }

  @Override
  public KernelProgram load(ProgramSpec spec, Map<String, BpfMap> maps, LoadOptions options) {
    ownership.check();
    return ownership.add(new ProgramLoader(this, spec, options).load(maps));
  }

  @Override
  public KernelProgram load(ProgramSpec spec, Map<String, BpfMap> maps) {
    return load(spec, maps, LoadOptions.DEFAULT);
  }

  @Override
  public int descriptor(Program program) {
    if (program instanceof KernelProgram live && live.engine() == this) {
      return live.descriptor();
    }
    throw new AttachException("program " + program.spec().name() + " belongs to another engine");
  }

  @Override
  public int descriptor(BpfMap map) {
    if (map instanceof KernelMap live && live.engine() == this) {
      return live.descriptor();
    }
    throw new MapException(Errno.EXDEV, "map " + map.spec().name() + " belongs to another engine");
  }

  @Override
  public KernelLink attach(Program program, AttachTarget target) {
    ownership.check();
    if (program instanceof KernelProgram live && live.engine() == this) {
      KernelLink link = attachments.attach(live, target);
      return switch (link) {
        case BpfLink made -> ownership.add(made);
        case PerfEventLink made -> ownership.add(made);
        case LinkGroup made -> ownership.add(made);
      };
    }
    throw new AttachException("program " + program.spec().name() + " belongs to another engine");
  }

  @Override
  public RingReader reader(BpfMap ring) {
    ownership.check();
    if (!(ring instanceof KernelMap live) || live.engine() != this) {
      throw new MapException(
          Errno.EXDEV, "map " + ring.spec().name() + " belongs to another engine");
    }
    if (live.spec().type() != MapType.RINGBUF) {
      throw new MapException(Errno.EINVAL, live + " is not a ring buffer");
    }
    KernelRingReader reader = ownership.add(new KernelRingReader(this, live));
    waiter.add(reader);
    return reader;
  }

  @Override
  public ProbeCatalog catalog() {
    return catalog;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Symbols symbols() {
    return symbols;
  }

  KernelSymbols kernelSymbols() {
    return symbols;
  }

  @Override
  public int cpus() {
    return cpus;
  }

  @Override
  public Wake await(long deadlineNanos) {
    ownership.check();
    return Thread.currentThread().isVirtual()
        ? PlatformCall.of(() -> waiter.await(deadlineNanos))
        : waiter.await(deadlineNanos);
  }

  @Override
  public void wake() {
    waiter.wake();
  }

  BpfFilesystem files() {
    return files;
  }

  TypeObjects types() {
    return types;
  }

  Ownership ownership() {
    return ownership;
  }

  /** Stops waiting for a reader's records. */
  void forget(KernelRingReader reader) {
    waiter.remove(reader);
  }

  @Override
  public void close() {
    ownership.close();
    types.close();
    waiter.close();
  }
}
