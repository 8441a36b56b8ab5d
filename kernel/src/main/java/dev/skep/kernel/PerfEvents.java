package dev.skep.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.abi.AttachType;
import dev.skep.abi.Capability;
import dev.skep.abi.Command;
import dev.skep.abi.Errno;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.BpfException;
import dev.skep.engine.UnsupportedException;
import dev.skep.kernel.sys.CallMemory;
import dev.skep.kernel.sys.Descriptor;
import dev.skep.kernel.sys.LinkCreateAttribute;
import dev.skep.kernel.sys.PerfEventAttribute;
import dev.skep.kernel.sys.Syscall;
import dev.skep.kernel.sys.SystemCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Attaches programs to perf events: by a link, or by ioctl(2) where the kernel has no such link.
 */
final class PerfEvents {
  private static final Set<Capability> NEEDED = EnumSet.of(Capability.PERFMON);
  private static final Path SOURCES = Path.of("/sys/bus/event_source/devices");
  private static final Path ONLINE_CPUS = Path.of("/sys/devices/system/cpu/online");
  private static final int NO_GROUP = -1;

  /**
   * Where the offset of a USDT counter stands in {@code config}: format/ref_ctr_offset of uprobe.
   */
  private static final int SEMAPHORE_SHIFT = 32;

  private final KernelEngine engine;
  private final boolean links;

  /**
   * Attaches for an engine.
   *
   * @param links whether to try a link first; without, as kernels before 5.15 want it
   */
  PerfEvents(KernelEngine engine, boolean links) {
    this.engine = engine;
    this.links = links;
  }

  /** Attaches to a tracepoint by its id. */
  KernelLink tracepoint(KernelProgram program, AttachTarget target, int id) {
    return everywhere(
        program,
        target,
        AttachTarget.ANY_PROCESS,
        attribute -> {
          attribute.set(JAVA_INT, PerfEventAttribute.TYPE, PerfEventAttribute.TRACEPOINT);
          attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG, id);
        });
  }

  /** Attaches to a function of the kernel. */
  KernelLink kprobe(KernelProgram program, AttachTarget.Kprobe target) {
    int type = probeType("kprobe", target, "CONFIG_KPROBE_EVENTS");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment function = arena.allocateFrom(target.function());
      return everywhere(
          program,
          target,
          AttachTarget.ANY_PROCESS,
          attribute -> {
            attribute.set(JAVA_INT, PerfEventAttribute.TYPE, type);
            attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG, target.onReturn() ? 1 : 0);
            attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG1, function.address());
            attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG2, target.offset());
          });
    }
  }

  /** Attaches to an instruction of a file. */
  KernelLink uprobe(KernelProgram program, AttachTarget.Uprobe target) {
    int type = probeType("uprobe", target, "CONFIG_UPROBE_EVENTS");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocateFrom(target.file().toString());
      long config = (target.onReturn() ? 1 : 0) | target.semaphore() << SEMAPHORE_SHIFT;
      return everywhere(
          program,
          target,
          target.process(),
          attribute -> {
            attribute.set(JAVA_INT, PerfEventAttribute.TYPE, type);
            attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG, config);
            attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG1, file.address());
            attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG2, target.offset());
          });
    }
  }

  /** The number that the kernel gave its source of probes when it was booted. */
  private static int probeType(String source, AttachTarget target, String option) {
    Path path = SOURCES.resolve(source).resolve("type");
    if (!Files.exists(path)) {
      throw new UnsupportedException(
          "cannot attach to " + target + ": this kernel was built without " + option);
    }
    try {
      return Integer.parseInt(Files.readString(path).strip());
    } catch (IOException | NumberFormatException e) {
      throw new UnsupportedException("cannot read the type of " + source + " events: " + path, e);
    }
  }

  /** Attaches to an overflowing counter: on each CPU that is online, or of one process on any. */
  KernelLink counter(KernelProgram program, AttachTarget.PerfEvent target) {
    Consumer<MemorySegment> configuration =
        attribute -> {
          attribute.set(JAVA_INT, PerfEventAttribute.TYPE, target.type());
          attribute.set(JAVA_LONG, PerfEventAttribute.CONFIG, target.config());
          attribute.set(JAVA_LONG, PerfEventAttribute.SAMPLE_PERIOD, target.rate());
          if (target.perSecond()) {
            attribute.set(
                JAVA_LONG, PerfEventAttribute.FLAG_BITS, PerfEventAttribute.FLAG_FREQUENCY);
          }
        };
    if (target.process() != AttachTarget.ANY_PROCESS) {
      return attach(program, target, open(target, target.process(), -1, configuration));
    }
    List<KernelLink> made = new ArrayList<>();
    try {
      for (int cpu : onlineCpus()) {
        Descriptor event = open(target, AttachTarget.ANY_PROCESS, cpu, configuration);
        made.add(attach(program, target, event));
      }
    } catch (BpfException e) {
      made.forEach(KernelLink::close);
      throw e;
    }
    return new LinkGroup(engine, target, program, made);
  }

  private static int[] onlineCpus() {
    try {
      return PossibleCpus.numbers(Files.readString(ONLINE_CPUS).strip());
    } catch (IOException e) {
      throw new UnsupportedException("cannot read the online CPUs from " + ONLINE_CPUS, e);
    }
  }

  /**
   * Attaches to an event whose program runs on every CPU, whichever the event is opened on: the
   * programs belong to the tracepoint or the probe itself.
   */
  private KernelLink everywhere(
      KernelProgram program,
      AttachTarget target,
      int process,
      Consumer<MemorySegment> configuration) {
    int cpu = process == AttachTarget.ANY_PROCESS ? 0 : -1;
    Descriptor event =
        open(
            target,
            process,
            cpu,
            attribute -> {
              attribute.set(JAVA_LONG, PerfEventAttribute.SAMPLE_PERIOD, 1);
              configuration.accept(attribute);
            });
    return attach(program, target, event);
  }

  private static Descriptor open(
      AttachTarget target, int process, int cpu, Consumer<MemorySegment> configuration) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, PerfEventAttribute.SIZE, PerfEventAttribute.BYTES);
      configuration.accept(attribute);
      long fd =
          Syscall.call(
              call,
              SystemCall.PERF_EVENT_OPEN,
              attribute.address(),
              process,
              cpu,
              NO_GROUP,
              PerfEventAttribute.CLOSE_ON_EXEC,
              0);
      if (fd < 0) {
        throw Refusal.of("open a perf event for " + target, fd, NEEDED, AttachException::new);
      }
      return new Descriptor("the perf event of " + target, (int) fd);
    }
  }

  private KernelLink attach(KernelProgram program, AttachTarget target, Descriptor event) {
    try {
      long link = links ? createLink(program, event) : -Errno.EINVAL.number();
      // Kernels before 5.15 know no such link and say EINVAL.
      if (Syscall.failed(link, Errno.EINVAL)) {
        control(event, PerfEventAttribute.IOCTL_SET_BPF, program.descriptor(), program, target);
        control(event, PerfEventAttribute.IOCTL_ENABLE, 0, program, target);
        return new PerfEventLink(engine, target, program, event);
      }
      if (link < 0) {
        throw failure(program, target, link);
      }
      Descriptor linked = new Descriptor("link to " + target, (int) link);
      try {
        control(event, PerfEventAttribute.IOCTL_ENABLE, 0, program, target);
      } catch (BpfException e) {
        linked.close();
        throw e;
      }
      return new BpfLink(engine, target, program, linked, Optional.of(event));
    } catch (BpfException e) {
      event.close();
      throw e;
    }
  }

  private static long createLink(KernelProgram program, Descriptor event) {
    try (CallMemory call = CallMemory.take()) {
      MemorySegment attribute = call.structure();
      attribute.set(JAVA_INT, LinkCreateAttribute.PROGRAM_FD, program.descriptor());
      attribute.set(JAVA_INT, LinkCreateAttribute.TARGET, event.number());
      attribute.set(JAVA_INT, LinkCreateAttribute.ATTACH_TYPE, AttachType.PERF_EVENT.code());
      return Syscall.bpf(call, Command.LINK_CREATE, attribute, LinkCreateAttribute.BYTES);
    }
  }

  private static void control(
      Descriptor event, int request, long argument, KernelProgram program, AttachTarget target) {
    long result = Syscall.call(SystemCall.IOCTL, event.number(), request, argument);
    if (result < 0) {
      throw failure(program, target, result);
    }
  }

  private static BpfException failure(KernelProgram program, AttachTarget target, long result) {
    return Refusal.of("attach " + program + " to " + target, result, NEEDED, AttachException::new);
  }
}
